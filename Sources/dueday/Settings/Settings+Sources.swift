import Configuration
import FaultInjection
import Foundation
import SystemPackage
import Yams

// Where values come from.
extension Settings {
    typealias Source = (label: @Sendable (Key) -> String, provider: any ConfigProvider)

    /// The file, the credentials and the environment, in rising order.
    ///
    /// - Throws: ``CommandFailure`` where one cannot be read, or sets what is no setting.
    static func providers(environment: [String: String]) async throws -> [Source] {
        var sources: [Source] = []
        let named = environment["DUEDAY_CONFIG"]
        let path = named ?? "/etc/dueday/dueday.yaml"
        try refuseUnknown(environment: environment)
        if named != nil || FileManager.default.fileExists(atPath: path) {
            try refuseUnknown(file: path)
            do {
                let file = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
                sources.append(({ _ in path }, file))
            } catch {
                throw CommandFailure.usage("the settings file \(path) cannot be read: \(error)")
            }
        }
        if let folder = environment["CREDENTIALS_DIRECTORY"] {
            do {
                let credentials = try await DirectoryFilesProvider(directoryPath: FilePath(folder))
                sources.append(({ "credential \($0.name.replacing(".", with: "-"))" }, credentials))
            } catch {
                throw CommandFailure.usage("the credentials in \(folder) cannot be read: \(error)")
            }
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: "dueday")
        sources.append(({ $0.environmentName }, variables))
        return sources
    }

    /// A misspelt setting must not be passed over in silence.
    private static func refuseUnknown(environment: [String: String]) throws {
        let known = Set(keys.map(\.environmentName)).union(["DUEDAY_CONFIG"] + FaultVariables.names)
        let unknown = environment.keys.filter { $0.hasPrefix("DUEDAY_") && !known.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        throw CommandFailure.usage("there is no setting \(first); `dueday settings` shows them all")
    }

    /// - Throws: ``CommandFailure`` with the file and the key.
    private static func refuseUnknown(file path: String) throws {
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8))
        } catch let error as YamlError {
            throw CommandFailure.usage("the settings file \(path) is no YAML: \(error.place)")
        } catch {
            throw CommandFailure.usage("the settings file \(path) cannot be read: \(error)")
        }
        let known = Set(keys.map(\.name))
        for (name, line) in names(in: node, below: "") where !known.contains(name) {
            throw CommandFailure.usage(
                "\(path):\(line): there is no setting \(name); `dueday settings` shows them all")
        }
    }

    /// The dotted names of a file's settings with their lines.
    private static func names(in node: Node?, below prefix: String) -> [(name: String, line: Int)] {
        guard let node, node.null == nil || !prefix.isEmpty else { return [] }
        guard let mapping = node.mapping else { return [(prefix, node.mark?.line ?? 1)] }
        return mapping.flatMap { key, value in
            names(in: value, below: prefix + (prefix.isEmpty ? "" : ".") + (key.string ?? "?"))
        }
    }
}

extension YamlError {
    /// What is wrong and where, without the line itself: it may hold a secret.
    fileprivate var place: String {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .reader(let problem, let offset, _, _):
            "\(problem)\(offset.map { ", \($0) bytes from its start" } ?? "")"
        default: "it cannot be taken apart"
        }
    }
}
