import Foundation

/// Values of the rules as they stand in jsonb columns.
enum JSONForm {
    // Both are set up once and never changed after; jsonb sorts keys by itself.
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()
    private static let decoder = JSONDecoder()

    static let emptyArray = Array("[]".utf8)
    static let emptyObject = Array("{}".utf8)

    /// The JSON of a value.
    static func bytes(_ value: some Encodable) throws(StoreError) -> [UInt8] {
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw .unwritable("\(type(of: value))", reason: "\(error)")
        }
    }

    /// The value of a column; an error names table and key.
    static func value<Value: Decodable>(
        _ type: Value.Type, _ json: [UInt8], of table: String, key: @autoclosure () -> String
    ) throws(StoreError) -> Value {
        do {
            return try decoder.decode(type, from: Data(json))
        } catch {
            throw .unreadable(table: table, key: key(), reason: "\(error)")
        }
    }
}
