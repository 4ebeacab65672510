using System.Globalization;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Times as the viewer reads them: in the viewer's zone, which is always named beside them. Immutable.</summary>
internal sealed class ViewerClock
{
    public static readonly ViewerClock Utc = new(TimeZoneInfo.Utc);

    private readonly TimeZoneInfo _zone;

    private ViewerClock(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The zone's name.</summary>
    public string Zone => _zone.Id;

    /// <summary>The clock of a zone, by its IANA name; UTC where the name is not known here.</summary>
    public static ViewerClock In(string? zone) =>
        zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? new(found) : Utc;

    /// <summary>Hours, minutes and seconds.</summary>
    public string Time(DateTimeOffset at) => Of(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Hours and minutes.</summary>
    public string ShortTime(DateTimeOffset at) => Of(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Day and time.</summary>
    public string DayAndTime(DateTimeOffset at) => Of(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time; with the day where it is not that of another time.</summary>
    public string TimeOn(DateTimeOffset at, DateTimeOffset now) => Of(at).Date == Of(now).Date ? Time(at) : DayAndTime(at);

    private DateTimeOffset Of(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);
}
