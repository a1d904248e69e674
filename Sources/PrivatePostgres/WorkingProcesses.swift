package import Glibc

/// The processes whose working folder is a server's data folder: the server and its children, and nothing else.
package enum WorkingProcesses {
    /// Their numbers. Children of a killed server show here until they notice; while one is left, no other server
    /// may touch the data.
    package static func inside(_ dataFolder: String) -> [pid_t] {
        guard let real = realpath(dataFolder, nil) else { return [] }
        defer { free(real) }
        let folder = String(cString: real)
        return FileSystem.entries(of: "/proc").compactMap { pid_t($0) }.filter {
            workingFolder(of: $0) == folder
        }
    }

    private static func workingFolder(of process: pid_t) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/\(process)/cwd", &target, target.count)
        guard length > 0 else { return nil }
        return String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
