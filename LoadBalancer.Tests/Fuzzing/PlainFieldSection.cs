using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>Reads the fields of an HTTP/2 request as the specification is written, without any code of the gateway.</summary>
internal static partial class PlainFieldSection
{
    private const int MostMilliseconds = 1_000;

    private static readonly string[] ConnectionFields =
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

    private static readonly string[] KnownMethods = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

    /// <summary>Whether the gateway must accept a request.</summary>
    public static bool IsGood((string Name, string Value)[] fields)
    {
        var pseudo = fields.TakeWhile(field => field.Name.StartsWith(':')).ToArray();
        var others = fields.Skip(pseudo.Length).ToArray();
        var byName = pseudo.ToLookup(field => field.Name, field => field.Value, StringComparer.Ordinal);
        var method = byName[":method"].FirstOrDefault("");
        var authority = byName[":authority"].FirstOrDefault("");
        var isTunnel = method is "CONNECT" && !byName.Contains(":protocol");
        return fields.All(field => Value().IsMatch(field.Value))
            && byName.All(values => values.Key is ":method" or ":scheme" or ":path" or ":authority" or ":protocol" && values.Count() == 1)
            && others.All(field => Name().IsMatch(field.Name))
            && Method().IsMatch(method)
            && !KnownMethods.Any(known => known != method && known.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (isTunnel ? byName.Count == 2 && authority.Length > 0 : Scheme().IsMatch(byName[":scheme"].FirstOrDefault("")))
            && (isTunnel || IsPath(byName[":path"].FirstOrDefault(""), method))
            && (!byName.Contains(":protocol")
                || (method is "CONNECT" && authority.Length > 0 && Method().IsMatch(byName[":protocol"].First())))
            && (byName.Contains(":authority") ? Host().IsMatch(authority) : others.Any(field => field.Name is "host"))
            && others.Where(field => field.Name is "host").All(host => IsHost(host.Value, authority, byName[":scheme"].FirstOrDefault("")))
            && others.Count(field => field.Name is "host") <= 1
            && others.Count(field => field.Name is "content-length") <= 1
            && others.Where(field => field.Name is "content-length").All(length => Length().IsMatch(length.Value))
            && others.All(field => !ConnectionFields.Contains(field.Name) && (field.Name is not "te" || field.Value is "trailers"));
    }

    private static bool IsPath(string path, string method) =>
        (path.StartsWith('/') && Path().IsMatch(path) && !path.Split('?')[0].Contains("%00", StringComparison.Ordinal))
        || (path is "*" && method is "OPTIONS");

    private static bool IsHost(string host, string authority, string scheme)
    {
        var port = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return Host().IsMatch(host)
            && (authority.Length == 0 || WithoutPort(host).Equals(WithoutPort(authority), StringComparison.OrdinalIgnoreCase));

        string WithoutPort(string text) => text.EndsWith(port, StringComparison.Ordinal) ? text[..^port.Length] : text.TrimEnd(':');
    }

    [GeneratedRegex(@"^[!#$%&'*+\-.^_`|~0-9a-z]+\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^([\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Value();

    [GeneratedRegex(@"^[!#$%&'*+\-.^_`|~0-9a-zA-Z]{1,32}\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Method();

    [GeneratedRegex(@"^[!#$%&'*+\-.^_`|~0-9a-zA-Z]+\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[\x21\x22\x24-\x7e]+\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Path();

    [GeneratedRegex(@"^[\-._~!$&'()*+;=0-9a-zA-Z]+(:[0-9]{0,5})?\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Host();

    [GeneratedRegex(@"^[0-9]{1,18}\z", RegexOptions.ExplicitCapture, MostMilliseconds)]
    private static partial Regex Length();
}
