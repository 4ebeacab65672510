using System.Globalization;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Components;

/// <summary>A weight as typed by a viewer.</summary>
internal static class WeightText
{
    /// <summary>Parses a weight; returns the problem, or <see langword="null"/>.</summary>
    public static string? Check(string text, out int weight) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out weight)
            ? ServerRules.CheckWeight(weight)
            : $"The weight must be a whole number from {ServerRules.MinWeight} to {ServerRules.MaxWeight}.";
}
