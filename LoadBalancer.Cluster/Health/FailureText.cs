using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Cluster.Health;

/// <summary>Texts about failures that go into the store.</summary>
internal static class FailureText
{
    /// <summary>The longest text, in characters.</summary>
    private const int Longest = 200;

    /// <summary>Truncates a text of more than 200 characters.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Shorten(string? text) => text is { Length: > Longest } ? $"{text.AsSpan(0, Longest)}…" : text;
}
