import ArgumentParser
import BillingFormats

/// dueday settings
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Show every setting and where it came from; secrets are masked.",
        discussion: """
            The later source wins: the default, the file named by DUEDAY_CONFIG (else /etc/dueday/dueday.yaml), \
            systemd credentials, the environment.

            EXAMPLE: DUEDAY_STRIPE_MODE=live dueday settings
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load()
        guard !output.json else {
            return output.print([
                "settings": .array(
                    Settings.keys.map { key in
                        [
                            "key": .string(key.name), "environment": .string(key.environmentName),
                            "value": .text(Self.shown(key, settings[key])),
                            "source": .text(settings[key]?.source), "help": .string(key.help),
                        ]
                    }), "total": .integer(Settings.keys.count), "has_more": false,
            ])
        }
        var table = Table([.left("SETTING"), .left("VALUE"), .left("FROM"), .left("WHAT IT IS")])
        for key in Settings.keys {
            table.add(
                key.name, Self.shown(key, settings[key]) ?? "–", settings[key]?.source ?? "not set", key.help)
        }
        table.print()
    }

    private static func shown(_ key: Settings.Key, _ value: Settings.Value?) -> String? {
        value.map { key.isSecret ? "***" : $0.shown }
    }
}
