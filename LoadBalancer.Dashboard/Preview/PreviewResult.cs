using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>A forecast, or why the change could not be made.</summary>
/// <param name="Outcome">What would come of the change.</param>
/// <param name="Forecast">What it would do; <see langword="null"/> where it would be refused.</param>
/// <param name="Reason">Why it would be refused.</param>
internal sealed record PreviewResult(MembershipOutcome Outcome, PlacementForecast? Forecast, string? Reason);
