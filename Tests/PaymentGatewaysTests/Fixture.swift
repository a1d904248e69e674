import Foundation

/// Reads the files beside the tests.
enum Fixture {
    static func data(_ name: String) throws -> Data {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try Data(contentsOf: folder.appending(path: name))
    }

    /// A JSON object with its values as Foundation reads them.
    static func object(_ name: String) throws -> [String: Any] {
        struct NotAnObject: Error { let name: String }
        guard let object = try JSONSerialization.jsonObject(with: data(name)) as? [String: Any] else {
            throw NotAnObject(name: name)
        }
        return object
    }
}
