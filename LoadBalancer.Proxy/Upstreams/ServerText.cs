namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Text that a server chooses, and that goes into logs and pages.</summary>
internal static class ServerText
{
    private const int Longest = 200;

    /// <summary>Replaces control characters, and truncates a text of more than 200 characters.</summary>
    public static string Clean(string text) =>
        string.Concat(text.Take(Longest).Select(one => char.IsControl(one) ? '?' : one)) + (text.Length > Longest ? "…" : "");
}
