namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A request as a server must see it.</summary>
/// <param name="Method">The method, byte for byte.</param>
/// <param name="Target">The target, byte for byte.</param>
/// <param name="Body">The body, decoded.</param>
internal sealed record SeenRequest(string Method, string Target, string Body = "")
{
    /// <summary>The only value of its Host header; <see langword="null"/> if the client sent none.</summary>
    public string? Host { get; init; } = "a.test";

    /// <summary>A line that its head must contain; <see langword="null"/> to require none.</summary>
    public string? Field { get; init; }
}
