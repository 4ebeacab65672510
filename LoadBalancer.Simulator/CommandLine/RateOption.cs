using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>An option that takes a rate per second; without it there is none.</summary>
internal sealed class RateOption : Option<double?>
{
    private const double Least = 0.01;
    private const double Most = 1_000_000;

    public RateOption(string name, string description)
        : base(name)
    {
        HelpName = "PER_SECOND";
        Description = description;
        CustomParser = ParseRate;
    }

    private double? ParseRate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            && rate is >= Least and <= Most)
        {
            return rate;
        }

        result.AddError(
            string.Create(CultureInfo.InvariantCulture, $"The rate '{text}' is not allowed: {Name} must be {Least} to {Most} per second."));
        return null;
    }
}
