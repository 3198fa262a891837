//! JSON conformance, modelled on the public JSON parsing test suites.
//!
//! Input is accepted, or rejected at the first byte that cannot continue a valid document: the first
//! byte of an invalid UTF-8 sequence, the backslash of a lone surrogate, or the end of truncated
//! input. Each input of the table is checked as a whole document and as the value of known, unknown
//! and duplicate members.

use anchorbrowser_schema::{CreateTaskRequest, Report, Rule, Validator, ViolationKind};

use crate::support::{check_request, counts};

use Expectation::{InvalidAt, Trailing, Truncated, Valid};

const VALUE: &str = "a value";
const VALUE_OR_END: &str = "a value or `]`";
const KEY: &str = "a key in double quotes";
const KEY_OR_END: &str = "a key in double quotes or `}`";
const COLON: &str = "`:`";
const COMMA_OR_BRACE: &str = "`,` or `}`";
const COMMA_OR_BRACKET: &str = "`,` or `]`";
const END: &str = "the end of the document";
const DIGIT: &str = "a digit";
const LITERAL: &str = "`true`, `false` or `null`";
const QUOTE: &str = "the string's closing `\"`";
const NO_CONTROL: &str = "no control character";
const ESCAPE: &str = "one of `\"\\/bfnrtu` after the backslash";
const HEX: &str = "four hexadecimal digits";
const PAIR: &str = "a surrogate pair";
const UTF_8: &str = "well-formed UTF-8";
const NO_BOM: &str = "no byte order mark";
const DEPTH: &str = "at most 127 levels of nesting";

#[derive(Clone, Copy, Debug)]
enum Expectation {
    /// The input is JSON.
    Valid,
    /// The input is invalid at this byte, whatever follows the input.
    InvalidAt(usize, &'static str),
    /// The value ends before this byte, and something else follows.
    Trailing(usize),
    /// The input ends too early.
    Truncated(&'static str),
}

#[rustfmt::skip]
const INPUTS: &[(&[u8], Expectation)] = &[
    // Structure.
    (b"", Truncated(VALUE)),
    (b" ", Truncated(VALUE)),
    (b"\t\n\r ", Truncated(VALUE)),
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
    (b"[", Truncated(VALUE_OR_END)),
    (b"[1", Truncated(COMMA_OR_BRACKET)),
    (b"[1,", Truncated(VALUE)),
    (b"[,", InvalidAt(1, VALUE_OR_END)),
    (b"[,]", InvalidAt(1, VALUE_OR_END)),
    (b"[,1]", InvalidAt(1, VALUE_OR_END)),
    (b"[   , \"\"]", InvalidAt(4, VALUE_OR_END)),
    (b"[1,]", InvalidAt(3, VALUE)),
    (b"[\"\",]", InvalidAt(4, VALUE)),
    (b"[1,,]", InvalidAt(3, VALUE)),
    (b"[1,,2]", InvalidAt(3, VALUE)),
    (b"[\"x\",,]", InvalidAt(5, VALUE)),
    (b"[1 true]", InvalidAt(3, COMMA_OR_BRACKET)),
    (b"[\"a\" \"b\"]", InvalidAt(5, COMMA_OR_BRACKET)),
    (b"[3[4]]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"[1:2]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"[1;2]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"[\"\": 1]", InvalidAt(3, COMMA_OR_BRACKET)),
    (b"[1}", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"[x", InvalidAt(1, VALUE_OR_END)),
    (b"[x]", InvalidAt(1, VALUE_OR_END)),
    (b"[*]", InvalidAt(1, VALUE_OR_END)),
    (b"[1,x]", InvalidAt(3, VALUE)),
    (b"[\"x\"", Truncated(COMMA_OR_BRACKET)),
    (b"[\"a\",\n4\n,1,", Truncated(VALUE)),
    (b"[1,\n1\n,1", Truncated(COMMA_OR_BRACKET)),
    (b"[{}", Truncated(COMMA_OR_BRACKET)),
    (b"[{", Truncated(KEY_OR_END)),
    (b"{[", InvalidAt(1, KEY_OR_END)),
    (b"]", InvalidAt(0, VALUE)),
    (b"}", InvalidAt(0, VALUE)),
    (b",", InvalidAt(0, VALUE)),
    (b":", InvalidAt(0, VALUE)),
    (b"1]", Trailing(1)),
    (b"[1]]", Trailing(3)),
    (b"[\"x\"]]", Trailing(5)),
    (b"[][]", Trailing(2)),
    (b"[1]x", Trailing(3)),
    (b"{} {}", Trailing(3)),
    (b"{\"a\": true} \"x\"", Trailing(12)),
    (b"1 2", Trailing(2)),
    (b"2@", Trailing(1)),
    (b"\"\"x", Trailing(2)),
    (b"nullnull", Trailing(4)),
    (b"<.>", InvalidAt(0, VALUE)),
    (b"[<null>]", InvalidAt(1, VALUE_OR_END)),
    (b"*", InvalidAt(0, VALUE)),
    (b"abc", InvalidAt(0, VALUE)),
    (b"\\u0020", InvalidAt(0, VALUE)),
    (b"[\\u000A\"\"]", InvalidAt(1, VALUE_OR_END)),
    (b"[\\n]", InvalidAt(1, VALUE_OR_END)),
    (b"[\"\\{[\"\\{[\"\\{", InvalidAt(3, ESCAPE)),
    // Objects.
    (b"{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", Valid),
    (b"{\"\":0}", Valid),
    (b"{\"foo\\u0000bar\": 42}", Valid),
    (b"{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", Valid),
    (b"{\n\"a\": \"b\"\n}", Valid),
    (b"{\"a\" :\t[]\r,\n\"b\" : {} }", Valid),
    (b"{", Truncated(KEY_OR_END)),
    (b"{ ", Truncated(KEY_OR_END)),
    (b"{\"", Truncated(QUOTE)),
    (b"{\"a", Truncated(QUOTE)),
    (b"{\"a\"", Truncated(COLON)),
    (b"{\"a\":", Truncated(VALUE)),
    (b"{\"a\":1", Truncated(COMMA_OR_BRACE)),
    (b"{\"a\":\"a", Truncated(QUOTE)),
    (b"{\"a\":1,", Truncated(KEY)),
    (b"{\"x\": true,", Truncated(KEY)),
    (b"{,", InvalidAt(1, KEY_OR_END)),
    (b"{]", InvalidAt(1, KEY_OR_END)),
    (b"{:\"b\"}", InvalidAt(1, KEY_OR_END)),
    (b"{1:1}", InvalidAt(1, KEY_OR_END)),
    (b"{9999E9999:1}", InvalidAt(1, KEY_OR_END)),
    (b"{null:null,null:null}", InvalidAt(1, KEY_OR_END)),
    (b"{a: \"b\"}", InvalidAt(1, KEY_OR_END)),
    (b"{'a':0}", InvalidAt(1, KEY_OR_END)),
    (b"{'a'", InvalidAt(1, KEY_OR_END)),
    (b"{[: \"x\"}", InvalidAt(1, KEY_OR_END)),
    ("{🇨🇭}".as_bytes(), InvalidAt(1, KEY_OR_END)),
    (b"{\"a\" b}", InvalidAt(5, COLON)),
    (b"{\"a\" \"b\"}", InvalidAt(5, COLON)),
    (b"{\"a\"}", InvalidAt(4, COLON)),
    (b"{\"a\"=1}", InvalidAt(4, COLON)),
    (b"{\"x\", null}", InvalidAt(4, COLON)),
    (b"{ \"foo\" : \"bar\", \"a\" }", InvalidAt(21, COLON)),
    (b"{\"x\"::\"b\"}", InvalidAt(5, VALUE)),
    (b"{\"a\":}", InvalidAt(5, VALUE)),
    (b"{\"a\":,}", InvalidAt(5, VALUE)),
    (b"{\"a\": truth}", InvalidAt(9, LITERAL)),
    (b"{\"a\":\"a\" 123}", InvalidAt(9, COMMA_OR_BRACE)),
    (b"{\"a\":1 \"b\":2}", InvalidAt(7, COMMA_OR_BRACE)),
    (b"{\"a\":1;\"b\":2}", InvalidAt(6, COMMA_OR_BRACE)),
    (b"{\"a\":1]", InvalidAt(6, COMMA_OR_BRACE)),
    (b"{\"id\":0,}", InvalidAt(8, KEY)),
    (b"{\"id\":0,,,,,}", InvalidAt(8, KEY)),
    (b"{\"a\":\"b\",,\"c\":\"d\"}", InvalidAt(9, KEY)),
    (b"{\"a\":1,2}", InvalidAt(7, KEY)),
    (b"{\"a\":\"b\"}#", Trailing(9)),
    (b"{\"a\":\"b\"}#{}", Trailing(9)),
    // Comments and other dialects.
    (b"{\"a\":\"b\"}/**/", Trailing(9)),
    (b"{\"a\":\"b\"}/**//", Trailing(9)),
    (b"{\"a\":\"b\"}//", Trailing(9)),
    (b"{\"a\":\"b\"}/", Trailing(9)),
    (b"{\"a\":/*comment*/\"b\"}", InvalidAt(5, VALUE)),
    (b"[//\n]", InvalidAt(1, VALUE_OR_END)),
    (b"// c\n{}", InvalidAt(0, VALUE)),
    (b"# c\n{}", InvalidAt(0, VALUE)),
    (b"['single quote']", InvalidAt(1, VALUE_OR_END)),
    (b"['", InvalidAt(1, VALUE_OR_END)),
    (b"'", InvalidAt(0, VALUE)),
    (b"`a`", InvalidAt(0, VALUE)),
    (b"undefined", InvalidAt(0, VALUE)),
    // Literals.
    (b"true", Valid),
    (b"false", Valid),
    (b"null", Valid),
    (b"[true]", Valid),
    (b"t", Truncated(LITERAL)),
    (b"tru", Truncated(LITERAL)),
    (b"fals", Truncated(LITERAL)),
    (b"nul", Truncated(LITERAL)),
    (b"[ false, nul", Truncated(LITERAL)),
    (b"[ true, fals", Truncated(LITERAL)),
    (b"[ false, tru", Truncated(LITERAL)),
    (b"[tru]", InvalidAt(4, LITERAL)),
    (b"[fals]", InvalidAt(5, LITERAL)),
    (b"[nul]", InvalidAt(4, LITERAL)),
    (b"truE", InvalidAt(3, LITERAL)),
    (b"nan", InvalidAt(1, LITERAL)),
    (b"[True]", InvalidAt(1, VALUE_OR_END)),
    (b"FALSE", InvalidAt(0, VALUE)),
    (b"None", InvalidAt(0, VALUE)),
    (b"truee", Trailing(4)),
    ("aå".as_bytes(), InvalidAt(0, VALUE)),
    ("å".as_bytes(), InvalidAt(0, VALUE)),
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
    (b"-", Truncated(DIGIT)),
    (b"1.", Truncated(DIGIT)),
    (b"1e", Truncated(DIGIT)),
    (b"1e+", Truncated(DIGIT)),
    (b"1E-", Truncated(DIGIT)),
    (b"0.3e", Truncated(DIGIT)),
    (b"[-]", InvalidAt(2, DIGIT)),
    (b"[- 1]", InvalidAt(2, DIGIT)),
    (b"--1", InvalidAt(1, DIGIT)),
    (b"[-foo]", InvalidAt(2, DIGIT)),
    (b"[-Infinity]", InvalidAt(2, DIGIT)),
    (b"[-NaN]", InvalidAt(2, DIGIT)),
    (b"[-.123]", InvalidAt(2, DIGIT)),
    (b"-+1", InvalidAt(1, DIGIT)),
    (b"[+1]", InvalidAt(1, VALUE_OR_END)),
    (b"[++1234]", InvalidAt(1, VALUE_OR_END)),
    (b"[+Inf]", InvalidAt(1, VALUE_OR_END)),
    (b"[.-1]", InvalidAt(1, VALUE_OR_END)),
    (b"[.2e-3]", InvalidAt(1, VALUE_OR_END)),
    (b"[.123]", InvalidAt(1, VALUE_OR_END)),
    (b"[Inf]", InvalidAt(1, VALUE_OR_END)),
    (b"[Infinity]", InvalidAt(1, VALUE_OR_END)),
    (b"[NaN]", InvalidAt(1, VALUE_OR_END)),
    ("[１]".as_bytes(), InvalidAt(1, VALUE_OR_END)),
    ("1١".as_bytes(), Trailing(1)),
    (b"[-01]", InvalidAt(3, COMMA_OR_BRACKET)),
    (b"[-012]", InvalidAt(3, COMMA_OR_BRACKET)),
    (b"[012]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"00", Trailing(1)),
    (b"[0.1.2]", InvalidAt(4, COMMA_OR_BRACKET)),
    (b"[1 000.0]", InvalidAt(3, COMMA_OR_BRACKET)),
    (b"1_000", Trailing(1)),
    (b"[1+2]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"[0x1]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"[0x42]", InvalidAt(2, COMMA_OR_BRACKET)),
    (b"0b1", Trailing(1)),
    (b"1n", Trailing(1)),
    (b"[-1x]", InvalidAt(3, COMMA_OR_BRACKET)),
    (b"[-123.123foo]", InvalidAt(9, COMMA_OR_BRACKET)),
    (b"[1.2a-3]", InvalidAt(4, COMMA_OR_BRACKET)),
    (b"[1.8011670033376514H-308]", InvalidAt(19, COMMA_OR_BRACKET)),
    (b"[1.]", InvalidAt(3, DIGIT)),
    (b"[-2.]", InvalidAt(4, DIGIT)),
    (b"[-1.0.]", InvalidAt(5, COMMA_OR_BRACKET)),
    (b"[0.e1]", InvalidAt(3, DIGIT)),
    (b"[2.e+3]", InvalidAt(3, DIGIT)),
    (b"[2.e3]", InvalidAt(3, DIGIT)),
    (b"[9.e+]", InvalidAt(3, DIGIT)),
    (b"[0e]", InvalidAt(3, DIGIT)),
    (b"[0E+]", InvalidAt(4, DIGIT)),
    (b"[0.3e+]", InvalidAt(6, DIGIT)),
    (b"[1.0e-]", InvalidAt(6, DIGIT)),
    (b"[1eE2]", InvalidAt(3, DIGIT)),
    (b"[1ea]", InvalidAt(3, DIGIT)),
    (b"[0e+-1]", InvalidAt(4, DIGIT)),
    (b"1e1.5", Trailing(3)),
    (b"123\0", Trailing(3)),
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
    (b"\"", Truncated(QUOTE)),
    (b"\"asd", Truncated(QUOTE)),
    (b"[\"asd]", Truncated(QUOTE)),
    (b"[\"", Truncated(QUOTE)),
    (b"[\"\\\\\\\"]", Truncated(QUOTE)),
    (b"[\"\\\"]", Truncated(QUOTE)),
    (b"[\"a\0a\"]", InvalidAt(3, NO_CONTROL)),
    (b"[\"new\nline\"]", InvalidAt(5, NO_CONTROL)),
    (b"[\"\t\"]", InvalidAt(2, NO_CONTROL)),
    (b"\"\x1f\"", InvalidAt(1, NO_CONTROL)),
    (b"\"\x1b[0m\"", InvalidAt(1, NO_CONTROL)),
    (b"\"a\r\"", InvalidAt(2, NO_CONTROL)),
    (b"{\"a\nb\":1}", InvalidAt(3, NO_CONTROL)),
    (b"\"\\n\x01\"", InvalidAt(3, NO_CONTROL)),
    (b"\"\\n\x01\\x\"", InvalidAt(3, NO_CONTROL)),
    (b"\"\\x\x01\"", InvalidAt(2, ESCAPE)),
    (b"\"\\ud800\x01\"", InvalidAt(1, PAIR)),
    (b"\"\\u0041\\u0041\\u0041\\u0041\\u0041\\u00G0\"", InvalidAt(35, HEX)),
    ("[é]".as_bytes(), InvalidAt(1, VALUE_OR_END)),
    ("“a”".as_bytes(), InvalidAt(0, VALUE)),
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
    (b"\"\\", Truncated(ESCAPE)),
    (b"\"\\u", Truncated(HEX)),
    (b"\"\\u00A", Truncated(HEX)),
    (b"[\"\\a\"]", InvalidAt(3, ESCAPE)),
    (b"[\"\\x00\"]", InvalidAt(3, ESCAPE)),
    (b"[\"\\\0\"]", InvalidAt(3, ESCAPE)),
    (b"[\"\\\t\"]", InvalidAt(3, ESCAPE)),
    (b"[\"\\'\"]", InvalidAt(3, ESCAPE)),
    (b"[\"\\0\"]", InvalidAt(3, ESCAPE)),
    (b"[\"\\\n\"]", InvalidAt(3, ESCAPE)),
    ("[\"\\🌀\"]".as_bytes(), InvalidAt(3, ESCAPE)),
    (b"\"\\UA66D\"", InvalidAt(2, ESCAPE)),
    (b"\"\\N\"", InvalidAt(2, ESCAPE)),
    (b"[\"\\u00A\"]", InvalidAt(7, HEX)),
    (b"[\"\\uqqqq\"]", InvalidAt(4, HEX)),
    (b"[\"\\u{61}\"]", InvalidAt(4, HEX)),
    (b"\"\\u+061\"", InvalidAt(3, HEX)),
    (b"\"\\u 061\"", InvalidAt(3, HEX)),
    (b"\"\\u00G0\"", InvalidAt(5, HEX)),
    ("\"\\u00６1\"".as_bytes(), InvalidAt(5, HEX)),
    // Surrogates.
    (b"\"\\ud801\\udc37\"", Valid),
    (b"\"\\uD83D\\uDE39\\ud83d\\udc8d\"", Valid),
    (b"\"\\uDBFF\\uDFFF\"", Valid),
    (b"\"\\uD800\\uDC00\"", Valid),
    (b"\"\\uD834\\uDd1e\"", Valid),
    (b"\"\\uD7FF\\uE000\"", Valid),
    (b"\"\\ud800", Truncated(QUOTE)),
    (b"\"\\ud800\\", Truncated(QUOTE)),
    (b"\"\\ud800\\udc0", Truncated(QUOTE)),
    (b"[\"\\ud800\"]", InvalidAt(2, PAIR)),
    (b"[\"\\udfff\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\n\"]", InvalidAt(2, PAIR)),
    (b"[\"a\\ud800abc\"]", InvalidAt(3, PAIR)),
    (b"[\"\\uD800\\u\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\u1\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\u1x\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD834\\uDd\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD888\\u1234\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\uE000\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\uD800\\n\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD800\\uD800\\x\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uDd1e\\uD834\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uDd1ea\"]", InvalidAt(2, PAIR)),
    (b"[\"\\uD83D\\uDE39\\uDE39\"]", InvalidAt(14, PAIR)),
    (b"{\"\\uDFAA\":0}", InvalidAt(2, PAIR)),
    ("\"\\ud83d🎉\"".as_bytes(), InvalidAt(1, PAIR)),
    // Whitespace, and characters that are not JSON whitespace.
    (b" [] ", Valid),
    (b"\n\n\n0\n", Valid),
    (b"[\x0c]", InvalidAt(1, VALUE_OR_END)),
    (b"\x0b1", InvalidAt(0, VALUE)),
    (b"1\x0c", Trailing(1)),
    (b"[\0]", InvalidAt(1, VALUE_OR_END)),
    (b"\0", InvalidAt(0, VALUE)),
    ("\u{a0}1".as_bytes(), InvalidAt(0, VALUE)),
    ("\u{2060}".as_bytes(), InvalidAt(0, VALUE)),
    ("[\u{2060}]".as_bytes(), InvalidAt(1, VALUE_OR_END)),
    ("1\u{3000}".as_bytes(), Trailing(1)),
    ("1\u{85}".as_bytes(), Trailing(1)),
    ("[1]\u{feff}".as_bytes(), Trailing(3)),
    ("[\u{feff}]".as_bytes(), InvalidAt(1, VALUE_OR_END)),
    (b"{\"a\"\x0b:1}", InvalidAt(4, COLON)),
    // UTF-8.
    (b"\xe9", InvalidAt(0, UTF_8)),
    (b"[\"\xff\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xe9\"]", InvalidAt(2, UTF_8)),
    (b"[\"\x81\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xe6\x97\xa5\xd1\x88\xfa\"]", InvalidAt(7, UTF_8)),
    (b"[\"\xc0\xaf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xc1\xbf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xe0\x80\xaf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xf0\x80\x80\xaf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xfc\x83\xbf\xbf\xbf\xbf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xfc\x80\x80\x80\x80\x80\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xe0\xff\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xe2\x28\xa1\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xed\xa0\x80\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xed\xbf\xbf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xed\xa0\xb4\xed\xb4\x9e\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xf4\xbf\xbf\xbf\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xf4\x90\x80\x80\"]", InvalidAt(2, UTF_8)),
    (b"[\"\xf5\x80\x80\x80\"]", InvalidAt(2, UTF_8)),
    (b"[\"ab\xe6\x97\"]", InvalidAt(4, UTF_8)),
    (b"{\"\xb9\":\"0\",}", InvalidAt(2, UTF_8)),
    (b"[\"\\u\xe5\"]", InvalidAt(4, UTF_8)),
    (b"[\"\\\xe5\"]", InvalidAt(3, UTF_8)),
    (b"[a\xe5]", InvalidAt(1, VALUE_OR_END)),
    (b"[1,]\xff", InvalidAt(3, VALUE)),
    (b"[\xff]", InvalidAt(1, UTF_8)),
    (b"[123\xe5]", InvalidAt(4, UTF_8)),
    (b"[1e1\xe5]", InvalidAt(4, UTF_8)),
    (b"[1e\xe5]", InvalidAt(3, UTF_8)),
    (b"[tru\xe5]", InvalidAt(4, UTF_8)),
    (b"\xff\xfe[\0\"\0\xe9\0\"\0]\0", InvalidAt(0, UTF_8)),
    (b"\0[\0\"\0\xe9\0\"\0]", InvalidAt(0, VALUE)),
    (b"[\0\"\0\xe9\0\"\0]\0", InvalidAt(1, VALUE_OR_END)),
];

/// Inputs with a different expectation as part of a document.
#[rustfmt::skip]
const DOCUMENTS: &[(&[u8], Expectation)] = &[
    (b"\xef\xbb\xbf", InvalidAt(0, NO_BOM)),
    (b"\xef\xbb\xbf{}", InvalidAt(0, NO_BOM)),
    (b"\xef\xbb\xbf\xef\xbb\xbf{}", InvalidAt(0, NO_BOM)),
    // Other characters with the same first byte.
    ("\u{f8ff}{}".as_bytes(), InvalidAt(0, VALUE)),
    ("\u{ff5b}\u{ff5d}".as_bytes(), InvalidAt(0, VALUE)),
    (b" \xef\xbb\xbf{}", InvalidAt(1, VALUE)),
    (b"\xef\xbb{}", InvalidAt(0, UTF_8)),
    (b"\xfe\xff\0{\0}", InvalidAt(0, UTF_8)),
    (b"{}}", Trailing(2)),
    (b"{},", Trailing(2)),
    (b"[\"\"],", Trailing(4)),
    (b"1,2", Trailing(1)),
    (b"\"a\":1", Trailing(3)),
    (b"{}\n{}\n", Trailing(3)),
    (b"{}\0", Trailing(2)),
    (b"{}\xff", InvalidAt(2, UTF_8)),
    (b"{} x\xff", Trailing(3)),
];

/// The text before and after the value of a member: unknown members, and known members of every
/// kind.
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

fn check(input: &[u8]) -> Report {
    let report = check_request(input);
    let is_valid = Validator::new().is_valid_json::<CreateTaskRequest>(input);
    assert_eq!(is_valid, report.is_valid(), "{}", input.escape_ascii());
    report
}

#[track_caller]
fn assert_accepted(input: &[u8]) {
    let report = check(input);
    let is_rejected = report.violations().iter().any(|v| v.rule() == Rule::Syntax);
    assert!(!is_rejected, "{}: {report}", input.escape_ascii());
}

#[track_caller]
fn assert_rejected(input: &[u8], at: usize, expected: &str) {
    let report = check(input);
    let shown = input.escape_ascii();
    let [violation] = report.violations() else {
        panic!("{shown}: {report}");
    };
    assert_eq!(counts(&report), (1, 0, 0), "{shown}");
    assert_eq!(violation.pointer(), "", "{shown}");
    let span = violation.span().unwrap();
    assert_eq!((span.start, span.end), (at, at), "{shown}: {report}");
    match violation.kind() {
        ViolationKind::Syntax(syntax) => assert_eq!(syntax.expected, expected, "{shown}"),
        kind => panic!("{shown}: {kind:?}"),
    }
}

#[track_caller]
fn assert_document(input: &[u8], expectation: Expectation) {
    match expectation {
        Valid => assert_accepted(input),
        InvalidAt(at, expected) => assert_rejected(input, at, expected),
        Trailing(at) => assert_rejected(input, at, END),
        Truncated(expected) => assert_rejected(input, input.len(), expected),
    }
}

#[test]
fn documents_are_accepted_or_rejected_at_the_first_invalid_byte() {
    for (input, expectation) in INPUTS.iter().chain(DOCUMENTS) {
        assert_document(input, *expectation);
    }
}

#[test]
fn values_of_members_are_accepted_or_rejected_at_the_first_invalid_byte() {
    for (before, after) in MEMBERS {
        for (input, expectation) in INPUTS {
            let truncated = [before.as_bytes(), input].concat();
            let document = [&truncated, after.as_bytes()].concat();
            match *expectation {
                Valid => assert_accepted(&document),
                InvalidAt(at, expected) => {
                    assert_rejected(&document, before.len() + at, expected);
                }
                // Inside an object these bytes can follow a value.
                Trailing(at) if input[at] == b'}' || input[at] == b',' => {}
                Trailing(at) => assert_rejected(&document, before.len() + at, COMMA_OR_BRACE),
                Truncated(expected) => assert_rejected(&truncated, truncated.len(), expected),
            }
        }
    }
}

#[test]
fn a_byte_order_mark_inside_a_document_is_rejected() {
    for (before, after) in MEMBERS {
        let json = format!("{before}\u{feff}1{after}");
        assert_rejected(json.as_bytes(), before.len(), VALUE);
    }
}

#[test]
fn input_that_ends_within_a_character_is_rejected_at_its_first_byte() {
    for character in ["é", "日", "🎉"] {
        for end in 1..character.len() {
            let input = [b"[\"ab", &character.as_bytes()[..end]].concat();
            assert_rejected(&input, input.len() - end, UTF_8);
        }
    }
}

#[test]
fn nesting_is_limited_to_127_levels() {
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
            assert_rejected(
                format!("{}{}", inner(levels), close(levels)).as_bytes(),
                at,
                DEPTH,
            );
            assert_rejected(opened(levels, step).as_bytes(), at, DEPTH);
        }
    }
    let mixed = "[{\"\":".repeat(64);
    assert_rejected(mixed.as_bytes(), 63 * 5 + 1, DEPTH);
    assert_accepted(format!("{}[]{}", "[{\"\":".repeat(63), "}]".repeat(63)).as_bytes());
    // Siblings do not add levels.
    assert_accepted(format!("[{}[]]", "[[]],".repeat(1000)).as_bytes());
}

#[test]
fn objects_of_members_count_as_levels() {
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
        assert_rejected(
            nested(128 - level).as_bytes(),
            before.len() + 127 - level,
            DEPTH,
        );
    }
}

#[test]
fn escapes_are_decoded() {
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
        let json =
            format!(r#"{{"name":"t","language":"typescript","descr\u0069ption":"{escaped}"}}"#);
        let outcome = Validator::new().read_json::<CreateTaskRequest>(&json);
        assert!(outcome.report().is_empty(), "{json}: {}", outcome.report());
        assert_eq!(
            outcome.value().unwrap().description.as_deref(),
            Some(plain),
            "{json}"
        );
    }
}
