//! Why a YAML text cannot be read, in words that show nothing of it.

use granit_parser::ErrorKind;

pub(super) const ENDLESS_ALIAS: &str = "an alias stands within the very value that it names";
pub(super) const ALIASES: &str = "its aliases repeat too much";
pub(super) const BARE_KEY: &str = "a key has no value; the colon behind it needs a space behind it";
pub(super) const COLLECTION_AS_KEY: &str = "a key must be a scalar, but is a sequence or a mapping";
pub(super) const NO_DOCUMENT: &str = "it holds no document";
pub(super) const NOT_FINITE: &str =
    "infinity and not-a-number have no form in JSON; put text in quotes";
pub(super) const NOT_UTF_8: &str = "it is not well-formed UTF-8";
pub(super) const UNKNOWN_TAG: &str =
    "a tag outside the core schema has no form in JSON; leave the tag out";
pub(super) const WRONG_TAG: &str = "a value is not what its tag says";
pub(super) const PARSER_FAILED: &str = "its parser failed, for a reason of its own";

#[expect(clippy::too_many_lines, reason = "a table reads best as one")]
pub(super) fn of(error: &ErrorKind) -> &'static str {
    match error {
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. } => "a `[` or `{` is not closed",
        ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEof => "it ends too early",
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
        ErrorKind::UnsupportedYamlMajorVersion => "it declares another major version of YAML",
        ErrorKind::ExpectedDocumentStart => "expected `---`, the start of a document",
        ErrorKind::MissingDocumentEndBeforeDirective => {
            "expected `...`, the end of a document, before a directive"
        }
        ErrorKind::InvalidDocumentEnd => "something stands behind `...`, the end of a document",
        ErrorKind::UnknownAnchor => "an alias names no anchor before it",
        ErrorKind::MissingAnchorOrAliasName => "an anchor or alias has no name",
        ErrorKind::ExpectedNodeContent => "expected a value",
        ErrorKind::ExpectedBlockMappingKey => "expected a key, indented like those before it",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `-`, indented like those before it",
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        ErrorKind::UndeclaredTagHandle => "a tag begins with a handle that no directive declares",
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8 => "a tag, the word that begins with `!`, is malformed",
        ErrorKind::SimpleKeyExpected => "expected `:` behind a key",
        ErrorKind::InvalidSimpleKey => {
            "a key without `?` before it must stand in one line and have at most 1024 characters"
        }
        ErrorKind::MappingKeyNotAllowed => "a key cannot stand here",
        ErrorKind::InvalidColonPlacement => {
            "a `:` cannot stand here; perhaps a `[` before it is not closed"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::FlowMappingValueAdjacentCollection => {
            "a `:` cannot stand here; put text that holds one in quotes"
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidBlockScalarIndent => "the indentation does not fit the lines before it",
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "a tab stands where only spaces may",
        ErrorKind::BomInsideDocument => "a byte order mark stands inside a document",
        ErrorKind::UnexpectedCharacter { .. } => {
            "a character stands where it cannot; control characters need quotes and an escape, and \
             text that begins with an indicator such as `@` needs quotes"
        }
        ErrorKind::CommentInterceptedScalar => "a comment stands inside a value of several lines",
        ErrorKind::CommentNotSeparated => "a comment needs a space before its `#`",
        ErrorKind::ExpectedWhitespace
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => {
            "a space is missing, or is none that YAML knows"
        }
        ErrorKind::MisplacedFlowCollectionEnd => "a `]` or `}` closes nothing",
        ErrorKind::MismatchedFlowCollectionEnd { .. } => "a `[` or `{` is closed by the other kind",
        ErrorKind::RecursionLimitExceeded => "its values nest deeper than 127 levels",
        ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => "a `-` cannot stand here",
        ErrorKind::ZeroBlockScalarIndent | ErrorKind::InvalidBlockScalarHeader => {
            "what follows `|` or `>` is malformed"
        }
        ErrorKind::DocumentIndicatorInQuotedScalar => {
            "`---` or `...` begins a line inside a quoted value"
        }
        ErrorKind::UnclosedQuotedScalar => "a quote is not closed",
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "something stands behind a closing quote",
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => {
            "an escape in double quotes is malformed; single quotes take backslashes as they are"
        }
        ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => "an escape is half of a surrogate pair",
        _ => "it cannot be read from here on",
    }
}
