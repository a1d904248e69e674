/// The five-character code by which PostgreSQL names an error (PostgreSQL manual, appendix A).
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code, such as "23505".
    public let rawValue: String

    /// A code; it is not checked.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The code.
    public var description: String { rawValue }

    /// The first two characters, shared by all errors of a kind: "23" is every integrity violation.
    public var errorClass: String { String(rawValue.prefix(2)) }

    /// True for the errors after which the same transaction, begun again, may well succeed.
    public var isWorthRetrying: Bool {
        self == .serializationFailure || self == .deadlockDetected || self == .lockNotAvailable
    }
}

/// The codes a caller is likely to ask for, by the manual's condition names.
extension SQLState {
    /// feature_not_supported
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// string_data_right_truncation
    public static let stringDataRightTruncation = SQLState(rawValue: "22001")
    /// numeric_value_out_of_range
    public static let numericValueOutOfRange = SQLState(rawValue: "22003")
    /// division_by_zero
    public static let divisionByZero = SQLState(rawValue: "22012")
    /// character_not_in_repertoire
    public static let characterNotInRepertoire = SQLState(rawValue: "22021")
    /// invalid_text_representation
    public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
    /// not_null_violation
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// foreign_key_violation
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// unique_violation
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// check_violation
    public static let checkViolation = SQLState(rawValue: "23514")
    /// exclusion_violation
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// active_transaction
    public static let activeTransaction = SQLState(rawValue: "25001")
    /// read_only_transaction
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// in_failed_transaction
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// idle_in_transaction_timeout
    public static let idleInTransactionTimeout = SQLState(rawValue: "25P03")
    /// invalid_statement_name
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// invalid_authorization
    public static let invalidAuthorization = SQLState(rawValue: "28000")
    /// invalid_password
    public static let invalidPassword = SQLState(rawValue: "28P01")
    /// invalid_catalog_name
    public static let invalidCatalogName = SQLState(rawValue: "3D000")
    /// serialization_failure
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// deadlock_detected
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// insufficient_privilege
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// syntax_error
    public static let syntaxError = SQLState(rawValue: "42601")
    /// undefined_column
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// undefined_function
    public static let undefinedFunction = SQLState(rawValue: "42883")
    /// undefined_table
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// duplicate_table
    public static let duplicateTable = SQLState(rawValue: "42P07")
    /// datatype_mismatch
    public static let datatypeMismatch = SQLState(rawValue: "42804")
    /// disk_full
    public static let diskFull = SQLState(rawValue: "53100")
    /// out_of_memory
    public static let outOfMemory = SQLState(rawValue: "53200")
    /// too_many_connections
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// object_in_use
    public static let objectInUse = SQLState(rawValue: "55006")
    /// lock_not_available
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// query_canceled
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// admin_shutdown
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// crash_shutdown
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// cannot_connect_now
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
    /// raise_exception
    public static let raiseException = SQLState(rawValue: "P0001")
    /// no_data_found
    public static let noDataFound = SQLState(rawValue: "P0002")
    /// assert_failure
    public static let assertFailure = SQLState(rawValue: "P0004")
}
