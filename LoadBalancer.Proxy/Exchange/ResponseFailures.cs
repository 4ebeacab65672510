using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The failures of responses: their causes in the terms of RFC 9209, and what is wrong in words.</summary>
internal static class ResponseFailures
{
    /// <summary>Returns the failure for a response that breaks a rule. O(1); does not allocate.</summary>
    public static Failure Of(ResponseFault fault) => new(CauseOf(fault), ResponseFaults.WordsFor(fault));

    /// <summary>Returns the result of an attempt whose response has a head that breaks a rule. O(1); does not allocate.</summary>
    public static ExchangeResult OfHead(ResponseFault fault) =>
        new(fault == ResponseFault.HeadTooLarge ? AttemptOutcome.HeadTooLarge : AttemptOutcome.Malformed, Of(fault));

    private static FailureCause CauseOf(ResponseFault fault) => fault switch
    {
        ResponseFault.HeadTooLarge => FailureCause.HttpResponseHeaderSectionSize,
        ResponseFault.TrailersTooLarge => FailureCause.HttpResponseTrailerSectionSize,
        ResponseFault.ChunkSize or ResponseFault.ChunkEnd => FailureCause.HttpResponseTransferCoding,
        _ => FailureCause.HttpProtocolError,
    };
}
