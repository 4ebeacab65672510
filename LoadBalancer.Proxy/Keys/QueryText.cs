namespace LoadBalancer.Proxy.Keys;

/// <summary>The query of a target, in the encoding of HTML forms.</summary>
internal static class QueryText
{
    /// <summary>
    /// Returns the unescaped values of a parameter, joined with commas; empty if it is absent. Names are case-insensitive.
    /// </summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> target, string name)
    {
        ReadOnlySpan<char> found = [];
        var isFirst = true;
        var query = target[(target.IndexOf('?') is >= 0 and var start ? start + 1 : target.Length)..];
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (!Decode(equals < 0 ? pair : pair[..equals]).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var value = equals < 0 ? [] : Decode(pair[(equals + 1)..]);
            found = isFirst ? value : $"{found},{value}";
            isFirst = false;
        }

        return found;
    }

    private static ReadOnlySpan<char> Decode(ReadOnlySpan<char> text) =>
        text.ContainsAny('%', '+') ? Uri.UnescapeDataString(text.ToString().Replace('+', ' ')) : text;
}
