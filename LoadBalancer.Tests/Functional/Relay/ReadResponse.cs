namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>A response as <see cref="ResponseReader"/> understands it. All text is Latin-1.</summary>
/// <param name="Version">The version, such as <c>HTTP/1.1</c>.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">What follows the status.</param>
/// <param name="Fields">The fields of the head, each as name, colon, space and value.</param>
/// <param name="Content">The content, out of its chunks, as far as it has come.</param>
/// <param name="Trailers">The fields after the last chunk.</param>
internal sealed record ReadResponse(string Version, int Status, string Reason, string[] Fields, string Content, string[] Trailers)
{
    /// <summary>Whether it came to its end.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether only the end of the connection ends it.</summary>
    public bool EndsWithConnection { get; init; }

    /// <summary>What came before it (RFC 9110 §15.2).</summary>
    public ReadResponse[] Interim { get; init; } = [];

    /// <summary>What came behind it.</summary>
    public string Rest { get; init; } = "";

    public string[] ValuesOf(string name) => [.. Fields
        .Where(field => field.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))
        .Select(field => field[(name.Length + 2)..])];
}
