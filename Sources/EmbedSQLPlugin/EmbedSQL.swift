import Foundation
import PackagePlugin

/// Turns the files below the package's sql/ into Swift constants of the target that uses this plugin.
///
/// SwiftPM plans a build once and then keeps to the plan: a file that came to sql/ later is in no list of inputs,
/// so its edits would go unseen, and one that went away would stop the build. So the tool reads the folder itself
/// and runs once in every build (some milliseconds): its input is a file that is another one in each process. It
/// leaves its output alone unless the SQL changed, so nothing is compiled again without need.
@main
struct EmbedSQL: BuildToolPlugin {
    private static let differentInEveryBuild = URL(filePath: "/proc/self/stat")

    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "sql")
        let source = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSQL.swift")
        return [
            .buildCommand(
                displayName: "Embedding SQL into \(target.name)",
                executable: try context.tool(named: "embed-sql").url,
                arguments: [folder.path(), source.path()],
                inputFiles: [folder, Self.differentInEveryBuild],
                outputFiles: [source])
        ]
    }
}
