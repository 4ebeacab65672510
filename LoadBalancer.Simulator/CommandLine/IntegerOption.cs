using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>An option that takes a whole number within a range.</summary>
internal sealed class IntegerOption : Option<int>
{
    private readonly int _least;
    private readonly int _most;

    public IntegerOption(string name, int fallback, int least, int most, string description)
        : base(name)
    {
        _least = least;
        _most = most;
        HelpName = "N";
        Description = description;
        DefaultValueFactory = _ => fallback;
        CustomParser = ParseInRange;
    }

    private int ParseInRange(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= _least && number <= _most)
        {
            return number;
        }

        result.AddError($"The number '{text}' is not allowed: {Name} must be {_least} to {_most}.");
        return default;
    }
}
