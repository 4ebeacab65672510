namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>A response as parsed by <see cref="ResponseReader"/>. All text is Latin-1.</summary>
/// <param name="Version">The version, such as <c>HTTP/1.1</c>.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="Fields">The header fields, each as name, colon, space, and value.</param>
/// <param name="Content">The body, without its chunk framing, as far as it has arrived.</param>
/// <param name="Trailers">The fields after the last chunk, in the same form.</param>
internal sealed record ReadResponse(string Version, int Status, string Reason, string[] Fields, string Content, string[] Trailers)
{
    /// <summary>Whether the response is complete.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether only the end of the connection ends the body.</summary>
    public bool EndsWithConnection { get; init; }

    /// <summary>The interim responses before it (RFC 9110 §15.2).</summary>
    public ReadResponse[] Interim { get; init; } = [];

    /// <summary>The text after it.</summary>
    public string Rest { get; init; } = "";

    public string[] ValuesOf(string name) => [.. Fields
        .Where(field => field.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))
        .Select(field => field[(name.Length + 2)..])];
}
