using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A condition that requires attention.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity"><c>critical</c> if clients are affected, or will be; <c>warning</c> if it may become worse.</param>
/// <param name="Title">The condition, in a few words.</param>
/// <param name="Text">The consequences, and what to do.</param>
/// <param name="Since">
/// Since when it exists, or when it happened (<c>lost</c>: the last one; <c>data</c>); absent if this is unknown.
/// </param>
internal sealed record AlarmResponse(
    [property: ValuesOf(typeof(AlarmKind), IsLower = true)] string Kind,
    [property: ValuesOf(typeof(AlarmSeverity), IsLower = true)] string Severity,
    string Title,
    string Text,
    DateTimeOffset? Since)
{
    public static AlarmResponse Of(ClusterAlarm alarm) => new(
        alarm.Kind.ToString().ToLowerInvariant(), alarm.Severity.ToString().ToLowerInvariant(), alarm.Title, alarm.Text, alarm.Since);
}
