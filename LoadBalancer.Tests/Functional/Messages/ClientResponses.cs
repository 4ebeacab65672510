using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Reads the statuses of the responses on one client connection. Throws <see cref="FormatException"/> for anything that is not a response.
/// </summary>
internal static partial class ClientResponses
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private const int Patience = 1_000;

    /// <summary>Reads the statuses of final responses and skips interim ones.</summary>
    /// <param name="text">Everything that was received.</param>
    /// <param name="methods">The methods of the requests, as far as they are known; further requests are taken to be GET.</param>
    public static int[] Read(string text, IEnumerable<string> methods)
    {
        var statuses = new List<int>();
        var asked = new Queue<string>(methods);
        while (text.Length > 0)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var head = end < 0 ? text : text[..(end + 2)];
            var line = StatusLine().Match(head);
            if (end < 0 || !line.Success)
            {
                throw new FormatException($"No response: {text}");
            }

            var status = int.Parse(line.Groups["status"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            text = text[(end + 4)..];
            if (status >= 200)
            {
                statuses.Add(status);
                asked.TryDequeue(out var method);
                text = status is 204 or 304 || string.Equals(method, "HEAD", StringComparison.Ordinal) ? text : SkipContent(head, text);
            }
        }

        return [.. statuses];
    }

    [GeneratedRegex(@"^HTTP/1\.1 (?<status>[1-5][0-9][0-9]) [^\r\n]*\r\n", Options, Patience)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\r\ncontent-length: (?<length>[0-9]+)\r\n", Options, Patience)]
    private static partial Regex Length();

    [GeneratedRegex(@"\r\ntransfer-encoding: chunked\r\n", Options, Patience)]
    private static partial Regex IsChunked();

    [GeneratedRegex(@"^(?<size>[0-9a-f]+)\r\n", Options, Patience)]
    private static partial Regex ChunkSize();

    private static string SkipContent(string head, string text)
    {
        if (!IsChunked().IsMatch(head))
        {
            return Length().Match(head) is { Success: true } length
                ? Skip(text, int.Parse(length.Groups["length"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
                : "";
        }

        while (ChunkSize().Match(text) is { Success: true } line)
        {
            var size = int.Parse(line.Groups["size"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            text = Skip(text, line.Length + size + 2);
            if (size == 0)
            {
                return text;
            }
        }

        throw new FormatException($"No chunk: {text}");
    }

    private static string Skip(string text, int count) =>
        count <= text.Length ? text[count..] : throw new FormatException($"Broken off: {text}");
}
