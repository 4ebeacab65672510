using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// Reads what a client sends, message by message, as long as it can be read in only one way (RFC 9112). It searches the whole text instead
/// of scanning it step by step, and shares no code with the gateway that it checks.
/// </summary>
internal static partial class PlainRequests
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;
    private const int Patience = 1_000;
    private const string End = "\r\n";

    /// <summary>Reads the complete requests before anything incomplete or ambiguous.</summary>
    /// <param name="text">Everything that the client sends.</param>
    /// <param name="isClear">Whether nothing but an incomplete request follows them.</param>
    public static PlainRequest[] Read(string text, out bool isClear)
    {
        var requests = new List<PlainRequest>();
        isClear = true;
        try
        {
            while (ReadOne(ref text) is { } request)
            {
                requests.Add(request);
            }
        }
        catch (FormatException)
        {
            isClear = false;
        }

        return [.. requests];
    }

    [GeneratedRegex(
        @"\A(?<method>[!#$%&'*+\-.^_`|~0-9A-Za-z]+) (?<target>[!-~]+) (?<version>HTTP/1\.[0-9])\z", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"\A(?<name>[!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*(?<value>[\t -~\u0080-\u00ff]*?)[\t ]*\z", Options, Patience)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(
        """\A(?<size>[0-9a-f]{1,8})(;[!#$%&'*+\-.^_`|~0-9a-z]+"""
        + """(=([!#$%&'*+\-.^_`|~0-9a-z]+|"([\t !#-\[\]-~\u0080-\u00ff]|\\[\t -~\u0080-\u00ff])*"))?)*\z""",
        Options,
        Patience)]
    private static partial Regex ChunkLine();

    private static PlainRequest? ReadOne(ref string text)
    {
        var rest = text.StartsWith(End, StringComparison.Ordinal) ? text[2..] : text;
        var end = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var lines = rest[..end].Split(End);
        var line = Demand(RequestLine().Match(lines[0]));
        var head = new PlainRequest(
            line.Groups["method"].Value,
            line.Groups["target"].Value,
            line.Groups["version"].Value is "HTTP/1.0" ? "HTTP/1.0" : "HTTP/1.1",
            [.. lines.Skip(1).Select(ReadField)],
            "",
            []);
        var (lengths, codings, hosts) = (head.ValuesOf("Content-Length"), head.ValuesOf("Transfer-Encoding"), head.ValuesOf("Host"));
        var isHttp11 = head.Version.EndsWith('1');
        Demand(hosts.Length == 1 || (hosts.Length == 0 && !isHttp11));
        Demand(lengths.Length + codings.Length <= 1);
        Demand(codings is [] || (isHttp11 && string.Equals(codings[0], "chunked", StringComparison.OrdinalIgnoreCase)));
        rest = rest[(end + 4)..];
        var request = codings is not [] ? ReadChunks(head, ref rest) : ReadLength(head, lengths is [] ? "0" : lengths[0], ref rest);
        text = request is null ? text : rest;
        return request;
    }

    private static PlainRequest? ReadLength(PlainRequest head, string digits, ref string text)
    {
        Demand(digits.Length is > 0 and <= 18 && digits.All(char.IsAsciiDigit));
        var length = long.Parse(digits, CultureInfo.InvariantCulture);
        if (text.Length < length)
        {
            return null;
        }

        var body = text[..(int)length];
        text = text[(int)length..];
        return head with { Body = body };
    }

    private static PlainRequest? ReadChunks(PlainRequest head, ref string text)
    {
        var body = "";
        while (TakeLine(ref text) is { } line)
        {
            Demand(uint.TryParse(
                Demand(ChunkLine().Match(line)).Groups["size"].ValueSpan,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var size)
                && size <= int.MaxValue);
            if (size == 0)
            {
                return ReadTrailers(head with { Body = body }, ref text);
            }

            if (text.Length < (long)size + 2)
            {
                return null;
            }

            body += text[..(int)size];
            text = text[(int)size..];
            Demand(text.StartsWith(End, StringComparison.Ordinal));
            text = text[2..];
        }

        return null;
    }

    private static PlainRequest? ReadTrailers(PlainRequest request, ref string text)
    {
        var trailers = new List<(string Name, string Value)>();
        while (TakeLine(ref text) is { } line)
        {
            if (line.Length == 0)
            {
                return request with { Trailers = [.. trailers] };
            }

            trailers.Add(ReadField(line));
        }

        return null;
    }

    private static string? TakeLine(ref string text)
    {
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var line = text[..end];
        Demand(!line.Contains('\n', StringComparison.Ordinal));
        text = text[(end + 2)..];
        return line;
    }

    private static (string Name, string Value) ReadField(string line)
    {
        var field = Demand(HeaderLine().Match(line));
        return (field.Groups["name"].Value, field.Groups["value"].Value);
    }

    private static Match Demand(Match match)
    {
        Demand(match.Success);
        return match;
    }

    private static void Demand(bool holds)
    {
        if (!holds)
        {
            throw new FormatException();
        }
    }
}
