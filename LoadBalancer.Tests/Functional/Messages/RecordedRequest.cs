namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A request that a server has read to its end, as parsed by <see cref="RequestReader"/>. All text is Latin-1.</summary>
/// <param name="Head">The head, byte for byte.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The target.</param>
/// <param name="Fields">The header fields, each as name, colon, space, and value.</param>
/// <param name="Body">The body, without its chunk framing.</param>
/// <param name="Trailers">The fields after the last chunk, in the same form.</param>
internal sealed record RecordedRequest(string Head, string Method, string Target, string[] Fields, string Body, string[] Trailers)
{
    public string[] ValuesOf(string name) => [.. Fields
        .Where(field => field.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))
        .Select(field => field[(name.Length + 2)..])];

    public override string ToString() => $"{Head}{Body}";
}
