namespace LoadBalancer.Core.Hashing;

/// <summary>The numbers of servers and the weights that every algorithm supports. Thread-safe.</summary>
public static class PlacementLimits
{
    /// <summary>The minimum weight, 1.</summary>
    public const int MinWeight = 1;

    /// <summary>The maximum weight, 1,000.</summary>
    public const int MaxWeight = 1_000;

    /// <summary>The maximum number of servers, 16,384.</summary>
    public const int MaxServers = 16_384;

    /// <summary>Checks a weight: returns <see langword="null"/>, or one sentence that names it and what is allowed.</summary>
    public static string? CheckWeight(int weight) =>
        weight is >= MinWeight and <= MaxWeight
            ? null
            : $"The weight {weight} is not allowed: it must be {MinWeight} to {MaxWeight}.";
}
