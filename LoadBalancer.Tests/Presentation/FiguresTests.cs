using System.Globalization;
using CsCheck;
using LoadBalancer.Presentation;

namespace LoadBalancer.Tests.Presentation;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1e-9, "<0.01%")]
    [InlineData(0.00004, "<0.01%")]
    [InlineData(0.0005, "0.05%")]
    [InlineData(0.004, "0.4%")]
    [InlineData(0.0922, "9.22%")]
    [InlineData(0.09999, "10%")]
    [InlineData(0.2, "20%")]
    [InlineData(0.3333, "33.3%")]
    [InlineData(0.9996, ">99.9%")]
    [InlineData(1, "100%")]
    [InlineData(12.5, "1,250%")]
    public void Percent_OfAFraction_HasAtMostThreeDigits(double part, string text) => Assert.Equal(text, Figures.Percent(part));

    [Theory]
    [InlineData(0, 1, "0.0%")]
    [InlineData(0.23, 1, "23.0%")]
    [InlineData(0.242, 1, "24.2%")]
    [InlineData(0.0004, 1, "<0.1%")]
    [InlineData(0.0004, 2, "0.04%")]
    [InlineData(0.0004, 3, "0.040%")]
    [InlineData(0.99951, 1, ">99.9%")]
    [InlineData(1, 1, "100.0%")]
    public void Percent_OfAColumn_HasTheDecimalsOfTheColumn(double part, int decimals, string text) =>
        Assert.Equal(text, Figures.Percent(part, decimals));

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.0999, 2)]
    [InlineData(0.0001, 3)]
    public void PercentDecimals_OfAColumn_FollowTheGreatest(double greatest, int decimals) =>
        Assert.Equal(decimals, Figures.PercentDecimals(greatest));

    [Fact]
    public void Percent_OfAPart_IsNeitherNothingNorAll() =>
        Gen.Double[1e-12, 1 - 1e-6].Sample(part => Assert.False(Figures.Percent(part) is "0%" or "100%", Figures.Percent(part)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(12.34, "12.3")]
    [InlineData(1_234, "1,234")]
    [InlineData(12_345, "12.3k")]
    [InlineData(4_560_000, "4.56M")]
    [InlineData(1_200_000_000, "1.2G")]
    public void Short_OfANumber_HasAtMostFourDigits(double number, string text) => Assert.Equal(text, Figures.Short(number));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.001, "<0.01")]
    [InlineData(0.5, "0.50")]
    [InlineData(12.34, "12.3")]
    [InlineData(1_234.4, "1,234")]
    public void Rate_OfANumber_HasThreeDigits(double number, string text) => Assert.Equal(text, Figures.Rate(number));

    [Theory]
    [InlineData(0, "0 µs")]
    [InlineData(47, "47 µs")]
    [InlineData(472, "470 µs")]
    [InlineData(996, "1.0 ms")]
    [InlineData(1_234, "1.2 ms")]
    [InlineData(67_600, "68 ms")]
    [InlineData(123_400, "120 ms")]
    [InlineData(999_000, "1.0 s")]
    [InlineData(1_500_000, "1.5 s")]
    [InlineData(12_345_678, "12 s")]
    [InlineData(5_000_000_000, "5,000 s")]
    public void Latency_OfADuration_HasTwoDigitsAndAUnit(long microseconds, string text) =>
        Assert.Equal(text, Figures.Latency(TimeSpan.FromMicroseconds(microseconds)));

    [Theory]
    [InlineData(0, "0 µs")]
    [InlineData(472, "472 µs")]
    [InlineData(999.6, "1.00 ms")]
    [InlineData(4_020, "4.02 ms")]
    [InlineData(167_400, "167 ms")]
    [InlineData(999_600, "1.00 s")]
    [InlineData(5_292_000, "5.29 s")]
    [InlineData(123_456_000, "123 s")]
    public void Duration_OfATime_HasThreeDigitsAndAUnit(double microseconds, string text) =>
        Assert.Equal(text, Figures.Duration(TimeSpan.FromMicroseconds(microseconds)));

    [Fact]
    public void PercentColumn_OfFractions_HaveOneDecimal() => Assert.Equal(
        ["0.0%", "<0.1%", "9.5%", "20.0%", "100.0%", ">99.9%", "–"],
        Figures.PercentColumn([0, 0.0001, 0.0952, 0.2, 1, 0.9999, null]));

    [Fact]
    public void Figure_OfNothing_IsADash() =>
        Assert.Equal((Figures.None, Figures.None), (Figures.Latency(null), Figures.Milliseconds(null)));

    [Theory]
    [InlineData(3.14159, "3.14")]
    [InlineData(0, "0.00")]
    [InlineData(9.996, "10.0")]
    [InlineData(52.94, "52.9")]
    [InlineData(99.96, "100")]
    [InlineData(167.4, "167")]
    [InlineData(5_292, "5,290")]
    public void Milliseconds_OfANumber_HasThreeDigits(double number, string text) =>
        Assert.Equal(text, Figures.Milliseconds(number));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(7_584, "7.58 kB")]
    [InlineData(999_700, "1 MB")]
    [InlineData(1_308_500, "1.31 MB")]
    [InlineData(2_300_000_000, "2.3 GB")]
    [InlineData(4_000_000_000_000, "4 TB")]
    public void Bytes_OfANumber_HasAUnitAndAtMostThreeDigits(double number, string text) => Assert.Equal(text, Figures.Bytes(number));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(12_240, "3 h 24 min")]
    [InlineData(100_800, "1 d 4 h")]
    public void Age_OfADuration_HasItsTwoLargestUnits(int seconds, string text) =>
        Assert.Equal(text, Figures.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.0571, "+5.7 pp")]
    [InlineData(-0.0571, "−5.7 pp")]
    [InlineData(0.0001, "0 pp")]
    public void PercentagePoints_OfAChange_HaveASign(double change, string text) =>
        Assert.Equal(text, Figures.PercentagePoints(change));

    [Fact]
    public void Figure_InAnotherCulture_IsTheSame()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = other;

            Assert.Equal(
                ["1,234", "1.5 s", "33.3%", "1.31 MB", "1.034"],
                [
                    Figures.Count(1_234), Figures.Latency(TimeSpan.FromSeconds(1.5)), Figures.Percent(0.333), Figures.Bytes(1_308_500),
                    Figures.Ratio(1.034),
                ]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
