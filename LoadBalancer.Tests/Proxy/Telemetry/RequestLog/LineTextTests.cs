using System.Text;
using System.Text.Json;
using CsCheck;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Tests.Proxy.Telemetry.RequestLog;

public sealed class LineTextTests
{
    [Theory]
    [InlineData("/plain?a=b", "/plain?a=b")]
    [InlineData("\"\\", "\\\"\\\\")]
    [InlineData("a\tb\u007f", "a\\u0009b\\u007f")]
    [InlineData("\u00c3\u00a4", "\u00e4")]
    [InlineData("\u00c2\u0085", "\\u0085")]
    [InlineData("\u00e4!", "\ufffd!")]
    [InlineData("\u00f0\u009f\u0098\u0080", "\U0001F600")]
    [InlineData("\u00ed\u00a0\u0080", "\ufffd\ufffd\ufffd")]
    public void AppendEscaped_BytesAsCharacters_AreJsonInUtf8(string latin1, string expected) => Assert.Equal(expected, Escaped(latin1));

    [Fact]
    public void AppendEscaped_AnyBytes_AreDecodedAsUtf8OnOneLine() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var text = Escaped(Encoding.Latin1.GetString(bytes));
            return !text.Any(char.IsControl) && string.Equals(
                JsonSerializer.Deserialize<string>($"\"{text}\""), Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("two Content-Length fields", "two Content-Length fields")]
    [InlineData("\"\\\r\n", "\\\"\\\\\\u000d\\u000a")]
    [InlineData("caf\u00e9 \u4f60 \U0001F600", "caf\u00e9 \u4f60 \U0001F600")]
    public void AppendText_AnyCharacters_AreJsonInUtf8(string text, string expected)
    {
        var line = new LineText();
        line.AppendText(text);

        Assert.Equal(expected, Encoding.UTF8.GetString(line.Written));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.001")]
    [InlineData(10, "0.01")]
    [InlineData(1_200, "1.2")]
    [InlineData(1_234_567, "1234.567")]
    [InlineData(5_000, "5")]
    public void AppendThousandths_Number_HasOnlyTheNecessaryDecimals(long thousandths, string expected)
    {
        var line = new LineText();
        line.AppendThousandths(thousandths);

        Assert.Equal(expected, Encoding.UTF8.GetString(line.Written));
    }

    [Fact]
    public void Append_Time_EndsWithMilliseconds()
    {
        var line = new LineText();
        line.Append(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(0_069_999));

        Assert.Equal("2026-01-02T03:04:05.006Z", Encoding.UTF8.GetString(line.Written));
    }

    [Fact]
    public void Clear_AfterALongLine_StartsOver()
    {
        var line = new LineText();
        line.AppendEscaped(new string('\u00ff', 100_000));
        Assert.Equal(300_000, line.Written.Length);

        line.Clear();
        line.Append(-7);

        Assert.Equal("-7", Encoding.UTF8.GetString(line.Written));
    }

    private static string Escaped(string latin1)
    {
        var line = new LineText();
        line.AppendEscaped(latin1);
        return Encoding.UTF8.GetString(line.Written);
    }
}
