namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A request as a server must see it.</summary>
/// <param name="Method">The method, byte for byte.</param>
/// <param name="Target">The target, byte for byte.</param>
/// <param name="Body">The content, decoded.</param>
internal sealed record SeenRequest(string Method, string Target, string Body = "")
{
    /// <summary>The only value of its field Host; <see langword="null"/> where the client gave none.</summary>
    public string? Host { get; init; } = "a.test";

    /// <summary>A line that its head must have; <see langword="null"/> for none in particular.</summary>
    public string? Field { get; init; }
}
