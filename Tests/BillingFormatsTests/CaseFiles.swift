import Foundation

/// The folder of the cases given with the rules, and this target's own tables.
enum CaseFiles {
    private static let target = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()
    static let folder = target.deletingLastPathComponent().appending(path: "Cases")

    /// The names of the case folders ("01-pro-two-databases"), in order.
    static let names: [String] = contents { $0.hasDirectoryPath }
    /// The shared catalogues ("catalog-europe.yaml"), in order.
    static let catalogs: [String] = contents { $0.pathExtension == "yaml" }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// The file that a case's scenario names as its catalogue.
    static func catalog(_ path: String, of name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.appending(path: name).appending(path: path)))
    }

    static func table(_ name: String) throws -> String {
        try String(contentsOf: target.appending(path: "Fixtures/\(name)"), encoding: .utf8)
    }

    private static func contents(where isWanted: (URL) -> Bool) -> [String] {
        let found =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return found.filter(isWanted).map(\.lastPathComponent).sorted()
    }
}
