using System.Globalization;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Formats times for the viewer: in the viewer's time zone, whose name is always shown with them. Immutable.</summary>
internal sealed class ViewerClock
{
    public static readonly ViewerClock Utc = new(TimeZoneInfo.Utc);

    private readonly TimeZoneInfo _zone;

    private ViewerClock(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The name of the time zone.</summary>
    public string Zone => _zone.Id;

    /// <summary>Returns the clock of a time zone, by its IANA name; UTC if the name is unknown.</summary>
    public static ViewerClock In(string? zone) =>
        zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? new(found) : Utc;

    /// <summary>Formats hours, minutes, and seconds.</summary>
    public string Time(DateTimeOffset at) => Of(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Formats hours and minutes.</summary>
    public string ShortTime(DateTimeOffset at) => Of(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Formats day and time.</summary>
    public string DayAndTime(DateTimeOffset at) => Of(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Formats the time, with the day if it differs from that of another time.</summary>
    public string TimeOn(DateTimeOffset at, DateTimeOffset now) => Of(at).Date == Of(now).Date ? Time(at) : DayAndTime(at);

    private DateTimeOffset Of(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);
}
