using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>A forecast, or the reason why the change could not be made.</summary>
/// <param name="Outcome">The outcome that the change would have.</param>
/// <param name="Forecast">The effect of the change; <see langword="null"/> if it would be rejected.</param>
/// <param name="Reason">Why the change would be rejected.</param>
internal sealed record PreviewResult(MembershipOutcome Outcome, PlacementForecast? Forecast, string? Reason)
{
    /// <summary>The membership after the change; <see langword="null"/> if it would be rejected.</summary>
    public MembershipSnapshot? Next { get; init; }
}
