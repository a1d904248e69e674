import ArgumentParser
import BillingFormats

/// How a command answers: a table for people, one JSON value for programs.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Answer as one JSON value.")
    var json = false

    func print(_ value: OrderedJSON) { Terminal.print(value.pretty) }
}
