using LoadBalancer.Cluster.Faults;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>
/// A failure of a background loop that is not an outage of Redis: an error in the process, or something that a person must correct.
/// </summary>
/// <param name="Loop">The loop, by its name in the log.</param>
/// <param name="Text">The latest failure in one line.</param>
/// <param name="Since">When it occurred first.</param>
/// <param name="At">When it occurred last.</param>
/// <param name="Count">How often it has occurred.</param>
internal sealed record FaultResponse(string Loop, string Text, DateTimeOffset Since, DateTimeOffset At, long Count)
{
    public static FaultResponse? Of(BackgroundFault? fault) =>
        fault is null ? null : new(fault.Loop, fault.Text, fault.Since, fault.At, fault.Count);
}
