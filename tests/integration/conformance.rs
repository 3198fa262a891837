//! JSON conformance, after the classes of the public JSON parsing test suites.
//!
//! A text is accepted, or refused at the first byte that cannot continue a valid document: of an
//! ill-formed sequence of UTF-8 its first byte, of a lone surrogate its backslash, of a text that is
//! cut off its end. Each text of the table stands as a whole document and as the value of members,
//! known, unknown and repeated ones.

use anchorbrowser_schema::{CreateTaskRequest, Detail, Report, Rule, Validator};

use Verdict::{At, Behind, Cut, Valid};

const VALUE: &str = "a value";
const VALUE_OR_END: &str = "a value or `]`";
const KEY: &str = "a key in double quotes";
const KEY_OR_END: &str = "a key in double quotes or `}`";
const COLON: &str = "`:`";
const COMMA_OR_BRACE: &str = "`,` or `}`";
const COMMA_OR_BRACKET: &str = "`,` or `]`";
const END: &str = "the end of the text";
const DIGIT: &str = "a digit";
const LITERAL: &str = "`true`, `false` or `null`";
const QUOTE: &str = "the string's closing `\"`";
const NO_CONTROL: &str = "no control character as it is";
const ESCAPE: &str = "one of `\"\\/bfnrtu` after the backslash";
const HEX: &str = "four hexadecimal digits";
const PAIR: &str = "a surrogate with its pair";
const UTF_8: &str = "well-formed UTF-8";
const NO_BOM: &str = "no byte order mark";
const DEPTH: &str = "at most 127 levels of nesting";

#[derive(Clone, Copy, Debug)]
enum Verdict {
    /// It is JSON.
    Valid,
    /// It is wrong at this byte, whatever follows the text.
    At(usize, &'static str),
    /// The value ends before this byte, and something else follows it.
    Behind(usize),
    /// It ends too early.
    Cut(&'static str),
}

#[rustfmt::skip]
const TEXTS: &[(&[u8], Verdict)] = &[
    // Structure.
    (b"", Cut(VALUE)),
    (b" ", Cut(VALUE)),
    (b"\t\n\r ", Cut(VALUE)),
    (b"[]", Valid),
    (b"{}", Valid),
    (b"[[]   ]", Valid),
    (b"[\"\"]", Valid),
    (b"[\"a\"]\n", Valid),
    (b"[false]", Valid),
    (b"[null, 1, \"1\", {}]", Valid),
    (b"[1\n]", Valid),
    (b" [1]", Valid),
    (b"[2] ", Valid),
    (b"[1,null,null,null,2]", Valid),
    (b"\r\n[\t1 ,\n2\r]\t", Valid),
    (b"[", Cut(VALUE_OR_END)),
    (b"[1", Cut(COMMA_OR_BRACKET)),
    (b"[1,", Cut(VALUE)),
    (b"[,", At(1, VALUE_OR_END)),
    (b"[,]", At(1, VALUE_OR_END)),
    (b"[,1]", At(1, VALUE_OR_END)),
    (b"[   , \"\"]", At(4, VALUE_OR_END)),
    (b"[1,]", At(3, VALUE)),
    (b"[\"\",]", At(4, VALUE)),
    (b"[1,,]", At(3, VALUE)),
    (b"[1,,2]", At(3, VALUE)),
    (b"[\"x\",,]", At(5, VALUE)),
    (b"[1 true]", At(3, COMMA_OR_BRACKET)),
    (b"[\"a\" \"b\"]", At(5, COMMA_OR_BRACKET)),
    (b"[3[4]]", At(2, COMMA_OR_BRACKET)),
    (b"[1:2]", At(2, COMMA_OR_BRACKET)),
    (b"[1;2]", At(2, COMMA_OR_BRACKET)),
    (b"[\"\": 1]", At(3, COMMA_OR_BRACKET)),
    (b"[1}", At(2, COMMA_OR_BRACKET)),
    (b"[x", At(1, VALUE_OR_END)),
    (b"[x]", At(1, VALUE_OR_END)),
    (b"[*]", At(1, VALUE_OR_END)),
    (b"[1,x]", At(3, VALUE)),
    (b"[\"x\"", Cut(COMMA_OR_BRACKET)),
    (b"[\"a\",\n4\n,1,", Cut(VALUE)),
    (b"[1,\n1\n,1", Cut(COMMA_OR_BRACKET)),
    (b"[{}", Cut(COMMA_OR_BRACKET)),
    (b"[{", Cut(KEY_OR_END)),
    (b"{[", At(1, KEY_OR_END)),
    (b"]", At(0, VALUE)),
    (b"}", At(0, VALUE)),
    (b",", At(0, VALUE)),
    (b":", At(0, VALUE)),
    (b"1]", Behind(1)),
    (b"[1]]", Behind(3)),
    (b"[\"x\"]]", Behind(5)),
    (b"[][]", Behind(2)),
    (b"[1]x", Behind(3)),
    (b"{} {}", Behind(3)),
    (b"{\"a\": true} \"x\"", Behind(12)),
    (b"1 2", Behind(2)),
    (b"2@", Behind(1)),
    (b"\"\"x", Behind(2)),
    (b"nullnull", Behind(4)),
    (b"<.>", At(0, VALUE)),
    (b"[<null>]", At(1, VALUE_OR_END)),
    (b"*", At(0, VALUE)),
    (b"abc", At(0, VALUE)),
    (b"\\u0020", At(0, VALUE)),
    (b"[\\u000A\"\"]", At(1, VALUE_OR_END)),
    (b"[\\n]", At(1, VALUE_OR_END)),
    (b"[\"\\{[\"\\{[\"\\{", At(3, ESCAPE)),
    // Objects.
    (b"{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", Valid),
    (b"{\"\":0}", Valid),
    (b"{\"foo\\u0000bar\": 42}", Valid),
    (b"{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", Valid),
    (b"{\n\"a\": \"b\"\n}", Valid),
    (b"{\"a\" :\t[]\r,\n\"b\" : {} }", Valid),
    (b"{", Cut(KEY_OR_END)),
    (b"{ ", Cut(KEY_OR_END)),
    (b"{\"", Cut(QUOTE)),
    (b"{\"a", Cut(QUOTE)),
    (b"{\"a\"", Cut(COLON)),
    (b"{\"a\":", Cut(VALUE)),
    (b"{\"a\":1", Cut(COMMA_OR_BRACE)),
    (b"{\"a\":\"a", Cut(QUOTE)),
    (b"{\"a\":1,", Cut(KEY)),
    (b"{\"x\": true,", Cut(KEY)),
    (b"{,", At(1, KEY_OR_END)),
    (b"{]", At(1, KEY_OR_END)),
    (b"{:\"b\"}", At(1, KEY_OR_END)),
    (b"{1:1}", At(1, KEY_OR_END)),
    (b"{9999E9999:1}", At(1, KEY_OR_END)),
    (b"{null:null,null:null}", At(1, KEY_OR_END)),
    (b"{a: \"b\"}", At(1, KEY_OR_END)),
    (b"{'a':0}", At(1, KEY_OR_END)),
    (b"{'a'", At(1, KEY_OR_END)),
    (b"{[: \"x\"}", At(1, KEY_OR_END)),
    ("{🇨🇭}".as_bytes(), At(1, KEY_OR_END)),
    (b"{\"a\" b}", At(5, COLON)),
    (b"{\"a\" \"b\"}", At(5, COLON)),
    (b"{\"a\"}", At(4, COLON)),
    (b"{\"a\"=1}", At(4, COLON)),
    (b"{\"x\", null}", At(4, COLON)),
    (b"{ \"foo\" : \"bar\", \"a\" }", At(21, COLON)),
    (b"{\"x\"::\"b\"}", At(5, VALUE)),
    (b"{\"a\":}", At(5, VALUE)),
    (b"{\"a\":,}", At(5, VALUE)),
    (b"{\"a\": truth}", At(9, LITERAL)),
    (b"{\"a\":\"a\" 123}", At(9, COMMA_OR_BRACE)),
    (b"{\"a\":1 \"b\":2}", At(7, COMMA_OR_BRACE)),
    (b"{\"a\":1;\"b\":2}", At(6, COMMA_OR_BRACE)),
    (b"{\"a\":1]", At(6, COMMA_OR_BRACE)),
    (b"{\"id\":0,}", At(8, KEY)),
    (b"{\"id\":0,,,,,}", At(8, KEY)),
    (b"{\"a\":\"b\",,\"c\":\"d\"}", At(9, KEY)),
    (b"{\"a\":1,2}", At(7, KEY)),
    (b"{\"a\":\"b\"}#", Behind(9)),
    (b"{\"a\":\"b\"}#{}", Behind(9)),
    // Comments and other dialects.
    (b"{\"a\":\"b\"}/**/", Behind(9)),
    (b"{\"a\":\"b\"}/**//", Behind(9)),
    (b"{\"a\":\"b\"}//", Behind(9)),
    (b"{\"a\":\"b\"}/", Behind(9)),
    (b"{\"a\":/*comment*/\"b\"}", At(5, VALUE)),
    (b"[//\n]", At(1, VALUE_OR_END)),
    (b"// c\n{}", At(0, VALUE)),
    (b"# c\n{}", At(0, VALUE)),
    (b"['single quote']", At(1, VALUE_OR_END)),
    (b"['", At(1, VALUE_OR_END)),
    (b"'", At(0, VALUE)),
    (b"`a`", At(0, VALUE)),
    (b"undefined", At(0, VALUE)),
    // Literals.
    (b"true", Valid),
    (b"false", Valid),
    (b"null", Valid),
    (b"[true]", Valid),
    (b"t", Cut(LITERAL)),
    (b"tru", Cut(LITERAL)),
    (b"fals", Cut(LITERAL)),
    (b"nul", Cut(LITERAL)),
    (b"[ false, nul", Cut(LITERAL)),
    (b"[ true, fals", Cut(LITERAL)),
    (b"[ false, tru", Cut(LITERAL)),
    (b"[tru]", At(4, LITERAL)),
    (b"[fals]", At(5, LITERAL)),
    (b"[nul]", At(4, LITERAL)),
    (b"truE", At(3, LITERAL)),
    (b"nan", At(1, LITERAL)),
    (b"[True]", At(1, VALUE_OR_END)),
    (b"FALSE", At(0, VALUE)),
    (b"None", At(0, VALUE)),
    (b"truee", Behind(4)),
    ("aå".as_bytes(), At(0, VALUE)),
    ("å".as_bytes(), At(0, VALUE)),
    // Numbers.
    (b"0", Valid),
    (b"-0", Valid),
    (b"-0.0", Valid),
    (b"42", Valid),
    (b"-1", Valid),
    (b"-123", Valid),
    (b"123456789", Valid),
    (b"-0.1", Valid),
    (b"123.456789", Valid),
    (b"[ 4]", Valid),
    (b"[123e65]", Valid),
    (b"[0e+1]", Valid),
    (b"[0e1]", Valid),
    (b"0E-0", Valid),
    (b"0e00", Valid),
    (b"1.10", Valid),
    (b"[20e1]", Valid),
    (b"[1E22]", Valid),
    (b"[1E-2]", Valid),
    (b"[1E+2]", Valid),
    (b"[123.456e78]", Valid),
    (b"[1e-2]", Valid),
    (b"[1e+2]", Valid),
    (b"-0.00000000000000000000000000000000000000000000000000000000000000000000001", Valid),
    (b"[123.456e-789]", Valid),
    (b"[0.4e006699999999999999999999999999999999999999999999999999999999999999999999969999999006]", Valid),
    (b"[-1e+9999]", Valid),
    (b"[1.5e+9999]", Valid),
    (b"[-123123e100000]", Valid),
    (b"[123123e100000]", Valid),
    (b"[123e-10000000]", Valid),
    (b"[-123123123123123123123123123123]", Valid),
    (b"[100000000000000000000]", Valid),
    (b"[-237462374673276894279832749832423479823246327846]", Valid),
    (b"[1e9999999999999999999999999999999999]", Valid),
    (b"-", Cut(DIGIT)),
    (b"1.", Cut(DIGIT)),
    (b"1e", Cut(DIGIT)),
    (b"1e+", Cut(DIGIT)),
    (b"1E-", Cut(DIGIT)),
    (b"0.3e", Cut(DIGIT)),
    (b"[-]", At(2, DIGIT)),
    (b"[- 1]", At(2, DIGIT)),
    (b"--1", At(1, DIGIT)),
    (b"[-foo]", At(2, DIGIT)),
    (b"[-Infinity]", At(2, DIGIT)),
    (b"[-NaN]", At(2, DIGIT)),
    (b"[-.123]", At(2, DIGIT)),
    (b"-+1", At(1, DIGIT)),
    (b"[+1]", At(1, VALUE_OR_END)),
    (b"[++1234]", At(1, VALUE_OR_END)),
    (b"[+Inf]", At(1, VALUE_OR_END)),
    (b"[.-1]", At(1, VALUE_OR_END)),
    (b"[.2e-3]", At(1, VALUE_OR_END)),
    (b"[.123]", At(1, VALUE_OR_END)),
    (b"[Inf]", At(1, VALUE_OR_END)),
    (b"[Infinity]", At(1, VALUE_OR_END)),
    (b"[NaN]", At(1, VALUE_OR_END)),
    ("[１]".as_bytes(), At(1, VALUE_OR_END)),
    ("1١".as_bytes(), Behind(1)),
    (b"[-01]", At(3, COMMA_OR_BRACKET)),
    (b"[-012]", At(3, COMMA_OR_BRACKET)),
    (b"[012]", At(2, COMMA_OR_BRACKET)),
    (b"00", Behind(1)),
    (b"[0.1.2]", At(4, COMMA_OR_BRACKET)),
    (b"[1 000.0]", At(3, COMMA_OR_BRACKET)),
    (b"1_000", Behind(1)),
    (b"[1+2]", At(2, COMMA_OR_BRACKET)),
    (b"[0x1]", At(2, COMMA_OR_BRACKET)),
    (b"[0x42]", At(2, COMMA_OR_BRACKET)),
    (b"0b1", Behind(1)),
    (b"1n", Behind(1)),
    (b"[-1x]", At(3, COMMA_OR_BRACKET)),
    (b"[-123.123foo]", At(9, COMMA_OR_BRACKET)),
    (b"[1.2a-3]", At(4, COMMA_OR_BRACKET)),
    (b"[1.8011670033376514H-308]", At(19, COMMA_OR_BRACKET)),
    (b"[1.]", At(3, DIGIT)),
    (b"[-2.]", At(4, DIGIT)),
    (b"[-1.0.]", At(5, COMMA_OR_BRACKET)),
    (b"[0.e1]", At(3, DIGIT)),
    (b"[2.e+3]", At(3, DIGIT)),
    (b"[2.e3]", At(3, DIGIT)),
    (b"[9.e+]", At(3, DIGIT)),
    (b"[0e]", At(3, DIGIT)),
    (b"[0E+]", At(4, DIGIT)),
    (b"[0.3e+]", At(6, DIGIT)),
    (b"[1.0e-]", At(6, DIGIT)),
    (b"[1eE2]", At(3, DIGIT)),
    (b"[1ea]", At(3, DIGIT)),
    (b"[0e+-1]", At(4, DIGIT)),
    (b"1e1.5", Behind(3)),
    (b"123\0", Behind(3)),
    // Strings.
    (b"\"\"", Valid),
    (b"\" \"", Valid),
    (b"[ \"asd\"]", Valid),
    (b"\"a/*b*/c/*d//e\"", Valid),
    (b"\"a\x7fa\"", Valid),
    ("\"é日🎉\"".as_bytes(), Valid),
    ("\"π⍂㈴⍂\"".as_bytes(), Valid),
    ("\"\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}\"".as_bytes(), Valid),
    ("\"\u{2028}\u{2029}\u{200b}\u{2064}\"".as_bytes(), Valid),
    ("\"\u{1bfff}\u{fdd0}\u{fffe}\u{1fffe}\u{10fffe}\"".as_bytes(), Valid),
    ("\"\u{d7ff}\u{e000}\"".as_bytes(), Valid),
    ("\"\u{feff}\"".as_bytes(), Valid),
    (b"\"", Cut(QUOTE)),
    (b"\"asd", Cut(QUOTE)),
    (b"[\"asd]", Cut(QUOTE)),
    (b"[\"", Cut(QUOTE)),
    (b"[\"\\\\\\\"]", Cut(QUOTE)),
    (b"[\"\\\"]", Cut(QUOTE)),
    (b"[\"a\0a\"]", At(3, NO_CONTROL)),
    (b"[\"new\nline\"]", At(5, NO_CONTROL)),
    (b"[\"\t\"]", At(2, NO_CONTROL)),
    (b"\"\x1f\"", At(1, NO_CONTROL)),
    (b"\"\x1b[0m\"", At(1, NO_CONTROL)),
    (b"\"a\r\"", At(2, NO_CONTROL)),
    (b"{\"a\nb\":1}", At(3, NO_CONTROL)),
    ("[é]".as_bytes(), At(1, VALUE_OR_END)),
    ("“a”".as_bytes(), At(0, VALUE)),
    // Escapes.
    (b"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", Valid),
    (b"\"\\u0060\\u012a\\u12AB\"", Valid),
    (b"\"\\u0000\"", Valid),
    (b"\"\\\\u0000\"", Valid),
    (b"\"\\\\a\"", Valid),
    (b"\"\\u0012\\u007f\\u00A0\"", Valid),
    (b"\"\\uFFFF\\uFDD0\\uFEFF\"", Valid),
    (b"\"\\u0022\\u005C\"", Valid),
    (b"{\"\\u0061\\n\":1}", Valid),
    (b"\"\\", Cut(ESCAPE)),
    (b"\"\\u", Cut(HEX)),
    (b"\"\\u00A", Cut(HEX)),
    (b"[\"\\a\"]", At(3, ESCAPE)),
    (b"[\"\\x00\"]", At(3, ESCAPE)),
    (b"[\"\\\0\"]", At(3, ESCAPE)),
    (b"[\"\\\t\"]", At(3, ESCAPE)),
    (b"[\"\\'\"]", At(3, ESCAPE)),
    (b"[\"\\0\"]", At(3, ESCAPE)),
    (b"[\"\\\n\"]", At(3, ESCAPE)),
    ("[\"\\🌀\"]".as_bytes(), At(3, ESCAPE)),
    (b"\"\\UA66D\"", At(2, ESCAPE)),
    (b"\"\\N\"", At(2, ESCAPE)),
    (b"[\"\\u00A\"]", At(7, HEX)),
    (b"[\"\\uqqqq\"]", At(4, HEX)),
    (b"[\"\\u{61}\"]", At(4, HEX)),
    (b"\"\\u+061\"", At(3, HEX)),
    (b"\"\\u 061\"", At(3, HEX)),
    (b"\"\\u00G0\"", At(5, HEX)),
    ("\"\\u00６1\"".as_bytes(), At(5, HEX)),
    // Surrogates.
    (b"\"\\ud801\\udc37\"", Valid),
    (b"\"\\uD83D\\uDE39\\ud83d\\udc8d\"", Valid),
    (b"\"\\uDBFF\\uDFFF\"", Valid),
    (b"\"\\uD800\\uDC00\"", Valid),
    (b"\"\\uD834\\uDd1e\"", Valid),
    (b"\"\\uD7FF\\uE000\"", Valid),
    (b"\"\\ud800", Cut(QUOTE)),
    (b"\"\\ud800\\", Cut(QUOTE)),
    (b"\"\\ud800\\udc0", Cut(QUOTE)),
    (b"[\"\\ud800\"]", At(2, PAIR)),
    (b"[\"\\udfff\"]", At(2, PAIR)),
    (b"[\"\\uD800\\\"]", At(2, PAIR)),
    (b"[\"\\uD800\\n\"]", At(2, PAIR)),
    (b"[\"a\\ud800abc\"]", At(3, PAIR)),
    (b"[\"\\uD800\\u\"]", At(2, PAIR)),
    (b"[\"\\uD800\\u1\"]", At(2, PAIR)),
    (b"[\"\\uD800\\u1x\"]", At(2, PAIR)),
    (b"[\"\\uD834\\uDd\"]", At(2, PAIR)),
    (b"[\"\\uD888\\u1234\"]", At(2, PAIR)),
    (b"[\"\\uD800\\uE000\"]", At(2, PAIR)),
    (b"[\"\\uD800\\uD800\\n\"]", At(2, PAIR)),
    (b"[\"\\uD800\\uD800\\x\"]", At(2, PAIR)),
    (b"[\"\\uDd1e\\uD834\"]", At(2, PAIR)),
    (b"[\"\\uDd1ea\"]", At(2, PAIR)),
    (b"[\"\\uD83D\\uDE39\\uDE39\"]", At(14, PAIR)),
    (b"{\"\\uDFAA\":0}", At(2, PAIR)),
    ("\"\\ud83d🎉\"".as_bytes(), At(1, PAIR)),
    // Whitespace and what is none.
    (b" [] ", Valid),
    (b"\n\n\n0\n", Valid),
    (b"[\x0c]", At(1, VALUE_OR_END)),
    (b"\x0b1", At(0, VALUE)),
    (b"1\x0c", Behind(1)),
    (b"[\0]", At(1, VALUE_OR_END)),
    (b"\0", At(0, VALUE)),
    ("\u{a0}1".as_bytes(), At(0, VALUE)),
    ("\u{2060}".as_bytes(), At(0, VALUE)),
    ("[\u{2060}]".as_bytes(), At(1, VALUE_OR_END)),
    ("1\u{3000}".as_bytes(), Behind(1)),
    ("1\u{85}".as_bytes(), Behind(1)),
    ("[1]\u{feff}".as_bytes(), Behind(3)),
    ("[\u{feff}]".as_bytes(), At(1, VALUE_OR_END)),
    (b"{\"a\"\x0b:1}", At(4, COLON)),
    // UTF-8.
    (b"\xe9", At(0, UTF_8)),
    (b"[\"\xff\"]", At(2, UTF_8)),
    (b"[\"\xe9\"]", At(2, UTF_8)),
    (b"[\"\x81\"]", At(2, UTF_8)),
    (b"[\"\xe6\x97\xa5\xd1\x88\xfa\"]", At(7, UTF_8)),
    (b"[\"\xc0\xaf\"]", At(2, UTF_8)),
    (b"[\"\xc1\xbf\"]", At(2, UTF_8)),
    (b"[\"\xe0\x80\xaf\"]", At(2, UTF_8)),
    (b"[\"\xf0\x80\x80\xaf\"]", At(2, UTF_8)),
    (b"[\"\xfc\x83\xbf\xbf\xbf\xbf\"]", At(2, UTF_8)),
    (b"[\"\xfc\x80\x80\x80\x80\x80\"]", At(2, UTF_8)),
    (b"[\"\xe0\xff\"]", At(2, UTF_8)),
    (b"[\"\xe2\x28\xa1\"]", At(2, UTF_8)),
    (b"[\"\xed\xa0\x80\"]", At(2, UTF_8)),
    (b"[\"\xed\xbf\xbf\"]", At(2, UTF_8)),
    (b"[\"\xed\xa0\xb4\xed\xb4\x9e\"]", At(2, UTF_8)),
    (b"[\"\xf4\xbf\xbf\xbf\"]", At(2, UTF_8)),
    (b"[\"\xf4\x90\x80\x80\"]", At(2, UTF_8)),
    (b"[\"\xf5\x80\x80\x80\"]", At(2, UTF_8)),
    (b"[\"ab\xe6\x97\"]", At(4, UTF_8)),
    (b"{\"\xb9\":\"0\",}", At(2, UTF_8)),
    (b"[\"\\u\xe5\"]", At(4, UTF_8)),
    (b"[\"\\\xe5\"]", At(3, UTF_8)),
    (b"[a\xe5]", At(1, VALUE_OR_END)),
    (b"[1,]\xff", At(3, VALUE)),
    (b"[\xff]", At(1, UTF_8)),
    (b"[123\xe5]", At(4, UTF_8)),
    (b"[1e1\xe5]", At(4, UTF_8)),
    (b"[1e\xe5]", At(3, UTF_8)),
    (b"[tru\xe5]", At(4, UTF_8)),
    (b"\xff\xfe[\0\"\0\xe9\0\"\0]\0", At(0, UTF_8)),
    (b"\0[\0\"\0\xe9\0\"\0]", At(0, VALUE)),
    (b"[\0\"\0\xe9\0\"\0]\0", At(1, VALUE_OR_END)),
];

/// Texts that mean something else where they are not the whole document.
#[rustfmt::skip]
const WHOLE: &[(&[u8], Verdict)] = &[
    (b"\xef\xbb\xbf", At(0, NO_BOM)),
    (b"\xef\xbb\xbf{}", At(0, NO_BOM)),
    (b"\xef\xbb\xbf\xef\xbb\xbf{}", At(0, NO_BOM)),
    // Others that begin with the same byte.
    ("\u{f8ff}{}".as_bytes(), At(0, VALUE)),
    ("\u{ff5b}\u{ff5d}".as_bytes(), At(0, VALUE)),
    (b" \xef\xbb\xbf{}", At(1, VALUE)),
    (b"\xef\xbb{}", At(0, UTF_8)),
    (b"\xfe\xff\0{\0}", At(0, UTF_8)),
    (b"{}}", Behind(2)),
    (b"{},", Behind(2)),
    (b"[\"\"],", Behind(4)),
    (b"1,2", Behind(1)),
    (b"\"a\":1", Behind(3)),
    (b"{}\n{}\n", Behind(3)),
    (b"{}\0", Behind(2)),
    (b"{}\xff", At(2, UTF_8)),
    (b"{} x\xff", Behind(3)),
];

/// What stands before and after a member's value: of members that are not known, and of known ones
/// of every kind.
const MEMBERS: &[(&str, &str)] = &[
    (r#"{"name":"t","language":"typescript","x":"#, "}"),
    (r#"{"x":1,"x":"#, r#","x":2}"#),
    (r#"{"x":[{"y":"#, "}]}"),
    (r#"{"name":"#, "}"),
    (r#"{"name":[{"y":"#, "}]}"),
    (r#"{"browserConfiguration":"#, "}"),
    (
        r#"{"browserConfiguration":"#,
        r#","browserConfiguration":{}}"#,
    ),
    (r#"{"browserConfiguration":{"recording":{"active":"#, "}}}"),
    (
        r#"{"browserConfiguration":{"timeout":{"max_duration":"#,
        "}}}",
    ),
];

fn check(text: &[u8]) -> Report {
    let outcome = Validator::new().check_json::<CreateTaskRequest>(text);
    let is_valid = Validator::new().is_valid_json::<CreateTaskRequest>(text);
    assert_eq!(
        is_valid,
        outcome.report().is_valid(),
        "{}",
        text.escape_ascii()
    );
    outcome.into_report()
}

#[track_caller]
fn assert_accepted(text: &[u8]) {
    let report = check(text);
    let refused = report.violations().iter().any(|v| v.rule() == Rule::Syntax);
    assert!(!refused, "{}: {report}", text.escape_ascii());
}

#[track_caller]
fn assert_refused(text: &[u8], at: usize, expected: &str) {
    let report = check(text);
    let shown = text.escape_ascii();
    let [violation] = report.violations() else {
        panic!("{shown}: {report}");
    };
    assert_eq!(
        (report.errors(), report.warnings(), report.omitted()),
        (1, 0, 0),
        "{shown}"
    );
    assert_eq!(violation.pointer(), "", "{shown}");
    let span = violation.span().unwrap();
    assert_eq!((span.start, span.end), (at, at), "{shown}: {report}");
    match violation.detail() {
        Detail::Syntax {
            expected: found, ..
        } => assert_eq!(*found, expected, "{shown}"),
        detail => panic!("{shown}: {detail:?}"),
    }
}

#[track_caller]
fn assert_verdict(text: &[u8], verdict: Verdict) {
    match verdict {
        Valid => assert_accepted(text),
        At(at, expected) => assert_refused(text, at, expected),
        Behind(at) => assert_refused(text, at, END),
        Cut(expected) => assert_refused(text, text.len(), expected),
    }
}

#[test]
fn whole_documents_are_json_or_not() {
    for (text, verdict) in TEXTS.iter().chain(WHOLE) {
        assert_verdict(text, *verdict);
    }
}

#[test]
fn values_of_members_are_json_or_not() {
    for (before, after) in MEMBERS {
        for (text, verdict) in TEXTS {
            let cut = [before.as_bytes(), text].concat();
            let whole = [&cut, after.as_bytes()].concat();
            match *verdict {
                Valid => assert_accepted(&whole),
                At(at, expected) => assert_refused(&whole, before.len() + at, expected),
                // What is behind a whole document may well go on with a member.
                Behind(at) if text[at] == b'}' || text[at] == b',' => {}
                Behind(at) => assert_refused(&whole, before.len() + at, COMMA_OR_BRACE),
                Cut(expected) => assert_refused(&cut, cut.len(), expected),
            }
        }
    }
}

#[test]
fn a_byte_order_mark_is_no_value_inside_a_document() {
    for (before, after) in MEMBERS {
        let text = format!("{before}\u{feff}1{after}");
        assert_refused(text.as_bytes(), before.len(), VALUE);
    }
}

/// The bytes of a character that is cut off are ill-formed from its first on.
#[test]
fn a_text_that_ends_within_a_character_is_ill_formed() {
    for character in ["é", "日", "🎉"] {
        for end in 1..character.len() {
            let text = [b"[\"ab", &character.as_bytes()[..end]].concat();
            assert_refused(&text, text.len() - end, UTF_8);
        }
    }
}

#[test]
fn nesting_ends_at_127_levels() {
    let opened = |levels: usize, step: &str| step.repeat(levels);
    for (step, end) in [("[", "]"), ("{\"a\":", "}")] {
        let close = |levels: usize| end.repeat(levels);
        let inner = |levels| {
            format!(
                "{}{}",
                opened(levels, step),
                if step == "[" { "" } else { "0" }
            )
        };
        assert_accepted(format!("{}{}", inner(127), close(127)).as_bytes());
        for levels in [128, 129, 500, 100_000] {
            let at = 127 * step.len();
            assert_refused(
                format!("{}{}", inner(levels), close(levels)).as_bytes(),
                at,
                DEPTH,
            );
            assert_refused(opened(levels, step).as_bytes(), at, DEPTH);
        }
    }
    let mixed = "[{\"\":".repeat(64);
    assert_refused(mixed.as_bytes(), 63 * 5 + 1, DEPTH);
    assert_accepted(format!("{}[]{}", "[{\"\":".repeat(63), "}]".repeat(63)).as_bytes());
    // Siblings are no levels.
    assert_accepted(format!("[{}[]]", "[[]],".repeat(1000)).as_bytes());
}

#[test]
fn members_count_as_levels() {
    for (before, after) in MEMBERS {
        let level = before.bytes().filter(|byte| b"{[".contains(byte)).count();
        let nested = |levels: usize| {
            format!(
                "{before}{}{}{after}",
                "[".repeat(levels),
                "]".repeat(levels)
            )
        };
        assert_accepted(nested(127 - level).as_bytes());
        assert_refused(
            nested(128 - level).as_bytes(),
            before.len() + 127 - level,
            DEPTH,
        );
    }
}

#[test]
fn strings_stand_for_what_their_escapes_say() {
    let table = [
        (r"", ""),
        (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r"\u0061\u00e9\u65E5", "aé日"),
        (r"\u0000", "\0"),
        (r"\\u0061", "\\u0061"),
        (r"\\\u0061", "\\a"),
        (r"\ud83c\udf89", "🎉"),
        (r"a\uD834\uDD1Eb", "a\u{1d11e}b"),
        (r"\uD800\uDC00\uDBFF\uDFFF", "\u{10000}\u{10ffff}"),
        (r"\ud7ff\ue000\uffff", "\u{d7ff}\u{e000}\u{ffff}"),
        (r"🎉\u0020é\n", "🎉 é\n"),
        (
            "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\\t!",
            "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\t!",
        ),
    ];
    for (escaped, plain) in table {
        let text =
            format!(r#"{{"name":"t","language":"typescript","descr\u0069ption":"{escaped}"}}"#);
        let outcome = Validator::new().check_json::<CreateTaskRequest>(&text);
        assert!(outcome.report().is_empty(), "{text}: {}", outcome.report());
        assert_eq!(
            outcome.value().unwrap().description.as_deref(),
            Some(plain),
            "{text}"
        );
    }
}
