public import ArgumentParser
public import Billing
public import BillingCalendar
public import BillingRun

// The words of the rules as arguments: their raw values are what people type.

extension Stage: ExpressibleByArgument {}
extension ProcessorChoice.Processor: ExpressibleByArgument {}
extension BillingInterval.Unit: ExpressibleByArgument {}
extension ProrationBehavior: ExpressibleByArgument {}
extension ChangeTime: ExpressibleByArgument {}
extension Subscription.Status: ExpressibleByArgument {}
extension InvoiceStatus: ExpressibleByArgument {}
extension ElectronicInvoiceForm: ExpressibleByArgument {}
extension PaymentAttempt.State: ExpressibleByArgument {}
extension Notice.Kind: ExpressibleByArgument {}
extension Delivery.Channel: ExpressibleByArgument {}
extension DeliveryResult.State: ExpressibleByArgument {}
extension Refund.State: ExpressibleByArgument {}
extension RefundRequest.Reason: ExpressibleByArgument {}
