/// What the demo sells: two families of plans, add-ons, coupons and taxes for three countries.
enum DemoCatalog {
    /// The catalogue as it stood all year, with a plan that it no longer has today; or today's, without it.
    static func yaml(withRetiredPlan: Bool) -> String {
        head + (withRetiredPlan ? retired : "") + tail
    }

    private static let head = """
        # Dueday's demo catalogue: try `dueday catalog apply` on a changed copy of it.
        seller:
          id: northwind
          name: Northwind Cloud, Inc.
          address: [1 Market Street, "San Francisco, CA 94105", United States]
          country: US
          region: CA
          tax_ids: [{type: us_ein, value: 12-3456789}]
          time_zone: America/Los_Angeles
          invoice_number: "INV-{year}-{seq:5}"
          credit_note_number: "CN-{year}-{seq:4}"
          minimum_charge: {USD: "0.50", EUR: "0.50", INR: "1.00"}
        meters:
          api_calls: {aggregation: sum, unit: call}
          databases: {aggregation: max, unit: database, carry: true}
          storage_gb: {aggregation: sum, unit: GB}
        plans:

        """

    private static let retired = """
          hobby:
            name: Hobby (2019)
            prices: [{currency: USD, interval: month, amount: "5.00"}]

        """

    private static let tail = """
          starter:
            name: Starter
            prices:
              - {currency: USD, interval: month, amount: "29.00"}
              - {currency: USD, interval: year, amount: "290.00"}
              - {currency: EUR, interval: month, amount: "27.00"}
              - {currency: EUR, interval: year, amount: "270.00"}
              - {currency: INR, interval: month, amount: "2399.00"}
              - {currency: INR, interval: year, amount: "23990.00"}
            limits:
              vpn_connections: {included: 10, hard: true}
              databases: {included: 2, hard: true}
              sites: {included: 5, hard: true}
              api_calls:
                included: 10000
                overage:
                  USD: {model: per_unit, unit_price: "0.002"}
                  EUR: {model: per_unit, unit_price: "0.0019"}
                  INR: {model: per_unit, unit_price: "0.15"}
            features: {support: community, sso: false}
          pro:
            name: Pro
            prices:
              - {currency: USD, interval: month, amount: "79.00"}
              - {currency: USD, interval: year, amount: "790.00"}
              - {currency: EUR, interval: month, amount: "74.00"}
              - {currency: EUR, interval: year, amount: "740.00"}
              - {currency: INR, interval: month, amount: "6499.00"}
              - {currency: INR, interval: year, amount: "64990.00"}
            limits:
              vpn_connections: {included: 50, hard: true}
              databases:
                included: 10
                overage:
                  USD: {model: per_unit, unit_price: "12.00"}
                  EUR: {model: per_unit, unit_price: "11.00"}
                  INR: {model: per_unit, unit_price: "990.00"}
              sites: {included: 25, hard: true}
              api_calls:
                included: 100000
                overage:
                  USD: {model: graduated, tiers: [{up_to: 100000, unit_price: "0.0005"}, {unit_price: "0.0003"}]}
                  EUR: {model: graduated, tiers: [{up_to: 100000, unit_price: "0.00045"}, {unit_price: "0.00028"}]}
                  INR: {model: graduated, tiers: [{up_to: 100000, unit_price: "0.04"}, {unit_price: "0.025"}]}
            features: {support: priority, sso: false}
          enterprise:
            name: Enterprise
            prices:
              - {currency: USD, interval: month, amount: "199.00"}
              - {currency: USD, interval: year, amount: "1990.00"}
              - {currency: EUR, interval: month, amount: "185.00"}
              - {currency: EUR, interval: year, amount: "1850.00"}
              - {currency: INR, interval: month, amount: "16499.00"}
              - {currency: INR, interval: year, amount: "164990.00"}
            limits: {vpn_connections: unlimited, databases: unlimited, sites: unlimited, api_calls: unlimited}
            features: {support: dedicated, sso: true}
          free:
            name: Free
            prices: [{currency: USD, interval: month, amount: "0"}, {currency: EUR, interval: month, amount: "0"}]
          creator:
            name: Creator
            prices: [{currency: USD, interval: month, amount: "9.99"}, {currency: USD, interval: year, amount: "99.90"}, {currency: EUR, interval: month, amount: "9.49"}, {currency: EUR, interval: year, amount: "94.90"}]
          studio:
            name: Studio
            prices: [{currency: USD, interval: month, amount: "29.99"}, {currency: USD, interval: year, amount: "299.90"}, {currency: EUR, interval: month, amount: "27.99"}, {currency: EUR, interval: year, amount: "279.90"}]
          production:
            name: Production
            prices: [{currency: USD, interval: month, amount: "99.99"}, {currency: USD, interval: year, amount: "999.90"}, {currency: EUR, interval: month, amount: "93.99"}, {currency: EUR, interval: year, amount: "939.90"}]
        addons:
          extra_database:
            name: Additional Database
            kind: recurring
            raises: {databases: 1}
            prices:
              - {currency: USD, interval: month, amount: "10.00"}
              - {currency: USD, interval: year, amount: "100.00"}
              - {currency: EUR, interval: month, amount: "9.00"}
              - {currency: EUR, interval: year, amount: "90.00"}
              - {currency: INR, interval: month, amount: "790.00"}
              - {currency: INR, interval: year, amount: "7900.00"}
          onboarding:
            name: Onboarding
            kind: one_time
            prices: [{currency: USD, amount: "250.00"}, {currency: EUR, amount: "230.00"}, {currency: INR, amount: "19900.00"}]
        coupons:
          WELCOME20: {percent_off: 20, periods: 3}
          LAUNCH25: {percent_off: 25, periods: 1}
        tax:
          jurisdictions:
            US-CA: [{name: CA sales tax, rate: "8.25"}]
            DE: [{name: USt, rate: {standard: 19, reduced: 7}, from: 2021-01-01}]
            IN: [{name: IGST, rate: 18}]
        dunning:
          default: {retries: [1d, 3d, 5d, 7d], final: cancel}

        """
}
