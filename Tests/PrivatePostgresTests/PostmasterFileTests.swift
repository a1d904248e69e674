import Glibc
import Testing

@testable import PrivatePostgres

@Suite struct PostmasterFileTests {
    private static let ready = "4711\n/data\n1700000000\n5432\n/run/pg\n\n  1 2\nready   \n"

    @Test func `A running server's file tells process, socket and state`() throws {
        let file = try #require(PostmasterFile(text: Self.ready, dataFolder: "/data"))
        #expect(file.process == 4_711 && file.socketFolder == "/run/pg" && file.isReady)
    }

    @Test func `A starting server is not ready`() throws {
        let starting = try #require(PostmasterFile(text: "4711\n/data\n17\n5432\n", dataFolder: "/data"))
        #expect(starting.socketFolder == nil && !starting.isReady)
        let text = Self.ready.prefix { $0 != "r" || false } + "starting\n"
        #expect(PostmasterFile(text: String(text), dataFolder: "/data")?.isReady == false)
    }

    @Test(arguments: ["", "\n", "postgres\n", "-4\n", "0\n"])
    func `A file without a process says nothing`(_ text: String) {
        #expect(PostmasterFile(text: text, dataFolder: "/data") == nil)
    }

    @Test func `Only a process that works in the data folder is its server`() throws {
        let ours = try #require(PostmasterFile(text: "\(getpid())\n", dataFolder: "/usr/lib"))
        #expect(ours.runningProcess == nil)
    }

    @Test func `A URL survives any folder and name`() {
        let url = ClusterFormat.url(socketFolder: "/a b/é%", database: "x&y", user: "u=v")
        #expect(url == "postgresql:///x%26y?host=%2Fa%20b%2F%C3%A9%25&port=5432&user=u%3Dv")
    }

    @Test func `A socket's path has 107 bytes and no more`() {
        let longest = "/" + String(repeating: "a", count: 107 - "/.s.PGSQL.5432".utf8.count - 1)
        #expect(ClusterFormat.socketFits(in: longest))
        #expect(!ClusterFormat.socketFits(in: longest + "a"))
    }
}
