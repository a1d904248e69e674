package import Glibc

/// postmaster.pid: what a running server says about itself, or what a killed one left behind.
package struct PostmasterFile: Equatable {
    package let process: pid_t
    package let dataFolder: String
    /// The folder of the socket; nil while the server starts.
    package let socketFolder: String?
    /// True when the server takes connections.
    package let isReady: Bool

    /// The file's name in the data folder.
    package static let name = "postmaster.pid"

    /// Nil when there is no such file, or it says nothing.
    package init?(dataFolder: String) {
        guard let text = FileSystem.text(of: "\(dataFolder)/\(Self.name)") else { return nil }
        self.init(text: text, dataFolder: dataFolder)
    }

    /// Line 1 is the process, line 5 the socket's folder, line 8 the state (pidfile.h).
    init?(text: String, dataFolder: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let process = lines.first.flatMap({ pid_t($0) }), process > 0 else { return nil }
        self.process = process
        self.dataFolder = dataFolder
        socketFolder = lines.count > 4 && !lines[4].isEmpty ? String(lines[4]) : nil
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }

    /// The process if it still is the server of this folder. After a crash its number may belong to any other
    /// program, in containers to one of ours with good likelihood: a server works in its data folder, others do not.
    package var runningProcess: pid_t? {
        WorkingProcesses.inside(dataFolder).contains(process) ? process : nil
    }

    /// Removes a file left by a killed server whose number has since gone to another program: PostgreSQL would take
    /// that program for the server and refuse to start. All else it sorts out by itself, and better.
    func removeIfMisleading() {
        guard WorkingProcesses.inside(dataFolder).isEmpty, kill(process, 0) == 0 || errno == EPERM else {
            return
        }
        unlink("\(dataFolder)/\(Self.name)")
        if let socketFolder { unlink("\(socketFolder)/\(ClusterFormat.socketName).lock") }
    }
}
