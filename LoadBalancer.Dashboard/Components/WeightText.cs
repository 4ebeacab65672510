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
            : $"A weight is a whole number, {ServerRules.MinWeight} to {ServerRules.MaxWeight}.";
}
