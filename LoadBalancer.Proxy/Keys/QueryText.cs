namespace LoadBalancer.Proxy.Keys;

/// <summary>The query of a target, as forms write it.</summary>
internal static class QueryText
{
    /// <summary>
    /// The values of a parameter, escapes undone, joined with commas; empty where there is none. The case of names does not matter.
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
