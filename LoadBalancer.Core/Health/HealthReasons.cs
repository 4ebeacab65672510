namespace LoadBalancer.Core.Health;

/// <summary>The texts for <see cref="HealthReason"/>.</summary>
public static class HealthReasons
{
    /// <summary>Returns a reason in words, such as "health checks failing". O(1); does not allocate.</summary>
    public static string TextOf(HealthReason reason) => reason switch
    {
        HealthReason.Healthy => "healthy",
        HealthReason.ProbesFail => "health checks failing",
        HealthReason.ConsecutiveFailures => "consecutive requests failed",
        HealthReason.FailureRate => "too many failed requests",
        HealthReason.OtherGateways => "reported by other gateways",
        HealthReason.AnotherServerAnswers => "a different server responds",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, message: null),
    };
}
