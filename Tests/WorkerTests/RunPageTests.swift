import BillingFormats
import Foundation
import Testing

/// The page for finance, in a real browser.
@Suite struct RunPageTests {
    @Test("the page of a run opens in a browser: sums, drawings, links to documents, tables that sort")
    func page() async throws {
        let stage = try await WorkerStage.make(customers: 5)
        let run = try stage.worker.run("run", "--as-of", "2024-02-03T00:00:00Z")
        #expect([0, 1].contains(run.status), "\(run.errors)")
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "dueday-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let page = folder.appending(path: "run.html")
        let written = try stage.worker.run("report", "run", "--out", page.path)
        #expect(written.status == 0, "\(written.errors)")
        let source = try String(contentsOf: page, encoding: .utf8)
        #expect(!source.contains("src=") && !source.contains("@import"), "nothing comes from elsewhere")

        // A copy that sorts itself, as a reader's click does.
        let clicks = """
            const table=[...document.querySelectorAll('section')].find(section=>section.querySelector('h2')&&section\
            .querySelector('h2').textContent.startsWith('Every boundary')).querySelector('table');\
            const button=table.querySelectorAll('th button')[0];button.click();button.click();
            """
        let sorted = folder.appending(path: "sorted.html")
        try source.replacing("</body>", with: "<script>\(clicks)</script></body>")
            .write(to: sorted, atomically: true, encoding: .utf8)
        let dom = try HeadlessBrowser(folder: folder).document(of: sorted)
        #expect(dom.contains("535.85 USD") && dom.contains("<svg"), "\(dom.prefix(3_000))")
        #expect(dom.contains("aria-sort=\"descending\""))
        let last = try #require(dom.range(of: "Every boundary"))
        let rows = dom[last.upperBound...]
        let fifth = try #require(rows.range(of: ">sub_5<"))
        let first = try #require(rows.range(of: ">sub_1<"))
        #expect(fifth.lowerBound < first.lowerBound, "sorted downwards by subscription")
        let link = try #require(rows.firstMatch(of: /href="(file:[^"]+\.pdf)"/)).output.1
        let document = try #require(URL(string: String(link)))
        #expect(FileManager.default.fileExists(atPath: document.path), "\(link)")
        try FileManager.default.removeItem(at: folder)
        await stage.stop()
    }
}

/// Chromium without a window.
struct HeadlessBrowser {
    let folder: URL

    /// The page's document after its scripts have run.
    func document(of page: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/chromium")
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=2000", "--dump-dom",
            page.absoluteString,
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
        let output = folder.appending(path: "dom.html")
        try Data().write(to: output)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try String(contentsOf: output, encoding: .utf8)
    }
}
