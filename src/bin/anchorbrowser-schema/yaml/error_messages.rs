//! Reasons why YAML is invalid, without quoting the source.

use granit_parser::ErrorKind;

pub(super) const ENDLESS_ALIAS: &str = "an alias refers to the value that contains it";
pub(super) const ALIASES: &str = "the aliases expand to too much data";
pub(super) const BARE_KEY: &str = "a key has no value; put a space after the colon";
pub(super) const COLLECTION_AS_KEY: &str = "a key must be a scalar, but is a sequence or a mapping";
pub(super) const NO_DOCUMENT: &str = "the input contains no document";
pub(super) const NOT_FINITE: &str = "it contains infinity or NaN; put strings in quotes";
pub(super) const NOT_UTF_8: &str = "the input is not valid UTF-8";
pub(super) const UNKNOWN_TAG: &str = "it contains a tag outside the core schema; remove the tag";
pub(super) const TAG_MISMATCH: &str = "a value does not match its tag";
pub(super) const PARSER_FAILED: &str = "internal error of the YAML parser";

/// Reasons why valid YAML cannot be represented in JSON, or is better not.
pub(super) const NOT_IN_JSON: &[&str] = &[BARE_KEY, COLLECTION_AS_KEY, NOT_FINITE, UNKNOWN_TAG];

#[expect(clippy::too_many_lines, reason = "a table reads best as one")]
pub(super) fn for_error(error: &ErrorKind) -> &'static str {
    match error {
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. } => "a `[` or `{` is not closed",
        ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEof => "unexpected end of input",
        ErrorKind::DuplicateVersionDirective
        | ErrorKind::DuplicateTagDirective
        | ErrorKind::InvalidDirectiveTerminator
        | ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::MissingDirectiveName
        | ErrorKind::InvalidDirectiveName
        | ErrorKind::DirectiveByteLimitExceeded { .. }
        | ErrorKind::TooManyReservedDirectiveParams { .. }
        | ErrorKind::YamlVersionTooLong
        | ErrorKind::MissingYamlVersion
        | ErrorKind::InvalidTagDirectiveTerminator
        | ErrorKind::ExpectedTagDirectiveBang => {
            "a directive, the line that begins with `%`, is malformed"
        }
        ErrorKind::UnsupportedYamlMajorVersion => "unsupported major version of YAML",
        ErrorKind::ExpectedDocumentStart => "expected `---`, the start of a document",
        ErrorKind::MissingDocumentEndBeforeDirective => {
            "expected `...`, the end of a document, before a directive"
        }
        ErrorKind::InvalidDocumentEnd => "unexpected content after `...`, the end of a document",
        ErrorKind::UnknownAnchor => "an alias refers to an anchor that is not defined before it",
        ErrorKind::MissingAnchorOrAliasName => "an anchor or alias has no name",
        ErrorKind::ExpectedNodeContent => "expected a value",
        ErrorKind::ExpectedBlockMappingKey => "expected a key, indented like those before it",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `-`, indented like those before it",
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        ErrorKind::UndeclaredTagHandle => "the handle of a tag is not declared by any directive",
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8 => "a tag, the word that begins with `!`, is malformed",
        ErrorKind::SimpleKeyExpected => "expected `:` after a key",
        ErrorKind::InvalidSimpleKey => {
            "a key without `?` must be on a single line and have at most 1024 characters"
        }
        ErrorKind::MappingKeyNotAllowed => "a key is not allowed here",
        ErrorKind::InvalidColonPlacement => {
            "`:` is not allowed here; a `[` before it may be unclosed"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::FlowMappingValueAdjacentCollection => {
            "`:` is not allowed here; put strings that contain it in quotes"
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidBlockScalarIndent => {
            "the indentation does not match the preceding lines"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "found a tab where only spaces are allowed",
        ErrorKind::BomInsideDocument => "unexpected byte order mark inside a document",
        ErrorKind::UnexpectedCharacter { .. } => {
            "unexpected character; escape control characters in double quotes, and quote strings \
             that begin with an indicator such as `@`"
        }
        ErrorKind::CommentInterceptedScalar => "unexpected comment inside a multi-line value",
        ErrorKind::CommentNotSeparated => "a comment needs a space before `#`",
        ErrorKind::ExpectedWhitespace
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => {
            "a space is missing, or is not whitespace in YAML"
        }
        ErrorKind::MisplacedFlowCollectionEnd => "`]` or `}` without an opening bracket",
        ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            "a `[` or `{` is closed by a bracket of the other kind"
        }
        ErrorKind::RecursionLimitExceeded => "values are nested more than 127 levels deep",
        ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => "`-` is not allowed here",
        ErrorKind::ZeroBlockScalarIndent | ErrorKind::InvalidBlockScalarHeader => {
            "malformed header of a block scalar after `|` or `>`"
        }
        ErrorKind::DocumentIndicatorInQuotedScalar => {
            "unexpected `---` or `...` at the start of a line inside a quoted value"
        }
        ErrorKind::UnclosedQuotedScalar => "a quote is not closed",
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "unexpected content after a closing quote"
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => {
            "malformed escape in double quotes; backslashes are literal in single quotes"
        }
        ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => "an escape is an unpaired surrogate",
        _ => "invalid YAML",
    }
}
