/// The date and the time at which a POSIX rule changes the clock each year.
struct PosixYearDay: Equatable {
    var form: Form
    /// Seconds from that day's midnight, −167 to 167 hours.
    var time: Int

    /// The three ways of naming a day.
    enum Form: Equatable {
        /// "Jn": day 1 to 365, 29 February never counted.
        case julian(Int)
        /// "n": day 0 to 365, 29 February counted.
        case zeroBased(Int)
        /// "Mm.w.d": the w-th day d of the week (0 is Sunday) in month m; w = 5 is the last.
        case weekday(month: Int, week: Int, day: Int)
    }

    /// The change in `year`, in seconds since the epoch by the clock that it ends.
    func second(inYear year: Int) -> Int { form.daysSinceEpoch(inYear: year) * 86400 + time }
}

extension PosixYearDay.Form {
    /// Takes a date of one of the three forms.
    init?(scanning scanner: inout ASCIIScanner) {
        if scanner.take("J") {
            guard let day = scanner.number(widths: 1...3), (1...365).contains(day) else { return nil }
            self = .julian(day)
        } else if scanner.take("M") {
            guard let month = scanner.number(widths: 1...2), (1...12).contains(month), scanner.take("."),
                let week = scanner.number(width: 1), (1...5).contains(week), scanner.take("."),
                let day = scanner.number(width: 1), (0...6).contains(day)
            else { return nil }
            self = .weekday(month: month, week: week, day: day)
        } else {
            guard let day = scanner.number(widths: 1...3), (0...365).contains(day) else { return nil }
            self = .zeroBased(day)
        }
    }

    func daysSinceEpoch(inYear year: Int) -> Int {
        switch self {
        case .julian(let day):
            let isPastLeapDay = day >= 60 && CivilDate.isLeapYear(year)
            return first(ofMonth: 1, inYear: year) + day - 1 + (isPastLeapDay ? 1 : 0)
        case .zeroBased(let day):
            return first(ofMonth: 1, inYear: year) + day
        case .weekday(let month, let week, let day):
            let first = first(ofMonth: month, inYear: year)
            // 1970-01-01 was a Thursday, day 4.
            let firstWeekday = floorDivide(first + 4, by: 7).remainder
            let earliest = (day - firstWeekday + 7) % 7
            let wanted = earliest + (week - 1) * 7
            let isPastEnd = wanted >= CivilDate.daysInMonth(month, ofYear: year)
            return first + (isPastEnd ? wanted - 7 : wanted)
        }
    }

    private func first(ofMonth month: Int, inYear year: Int) -> Int {
        CivilDate(month: year * 12 + month - 1, clampingDay: 1).daysSinceEpoch
    }
}
