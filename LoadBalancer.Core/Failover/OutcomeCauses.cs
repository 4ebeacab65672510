using LoadBalancer.Core.Failures;

namespace LoadBalancer.Core.Failover;

/// <summary>The causes that outcomes imply, for simulated servers, of which nothing more is known.</summary>
public static class OutcomeCauses
{
    /// <summary>Returns the cause that an outcome implies where nothing more is known. O(1); does not allocate.</summary>
    /// <param name="outcome">The outcome of an attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    public static Failure Of(AttemptOutcome outcome, int status) => outcome switch
    {
        AttemptOutcome.Responded or AttemptOutcome.Overtaken or AttemptOutcome.ClientFailed => default,
        AttemptOutcome.NotReached => FailureCause.ConnectionRefused,
        AttemptOutcome.NotProcessed => FailureCause.RequestRefused,
        AttemptOutcome.ConnectTimedOut => FailureCause.ConnectionTimeout,
        AttemptOutcome.Malformed or AttemptOutcome.MalformedContent => FailureCause.HttpProtocolError,
        AttemptOutcome.HeadTooLarge => FailureCause.HttpResponseHeaderSectionSize,
        AttemptOutcome.TimedOut => FailureCause.HttpResponseTimeout,
        AttemptOutcome.Unwanted => Failure.OfStatus(status),
        AttemptOutcome.BrokenOff => FailureCause.HttpResponseIncomplete,
        AttemptOutcome.LeftBeforeResponse or AttemptOutcome.LeftWithinResponse => FailureCause.DestinationUnavailable,
        _ => FailureCause.ConnectionTerminated,
    };
}
