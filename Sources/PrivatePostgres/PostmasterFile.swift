package import Glibc

/// postmaster.pid: what a running server says about itself, or what a killed one left behind.
package struct PostmasterFile: Equatable {
    package let process: pid_t
    package let dataFolder: String
    /// The folder of the socket; nil while the server starts.
    package let socketFolder: String?

    /// The file's name in the data folder.
    package static let name = "postmaster.pid"

    /// Nil when there is no such file, or it says nothing.
    package init?(dataFolder: String) {
        guard let text = FileSystem.text(of: "\(dataFolder)/\(Self.name)") else { return nil }
        self.init(text: text, dataFolder: dataFolder)
    }

    /// Line 1 is the process, line 5 the socket's folder (pidfile.h).
    init?(text: String, dataFolder: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let process = lines.first.flatMap({ pid_t($0) }), process > 0 else { return nil }
        self.process = process
        self.dataFolder = dataFolder
        socketFolder = lines.count > 4 && !lines[4].isEmpty ? String(lines[4]) : nil
    }

    /// The process if it still is the server of this folder. After a crash its number may belong to any other
    /// program, in containers to one of ours with good likelihood: a server works in its data folder, others do not.
    package var runningProcess: pid_t? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/\(process)/cwd", &target, target.count)
        guard length > 0, let real = realpath(dataFolder, nil) else { return nil }
        defer { free(real) }
        let workingFolder = target[..<length].map { UInt8(bitPattern: $0) }
        return String(decoding: workingFolder, as: UTF8.self) == String(cString: real) ? process : nil
    }
}
