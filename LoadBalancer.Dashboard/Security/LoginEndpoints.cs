using LoadBalancer.Dashboard.Forwarding;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Security;

/// <summary>
/// Login and logout: exchanges a key for a cookie, with a form that other sites cannot submit, and removes the cookie again.
/// </summary>
internal static class LoginEndpoints
{
    public const string LoginPath = "/login";
    public const string LogoutPath = "/logout";

    /// <summary>A path that responds with 204 to authenticated clients, and 401 to others.</summary>
    public const string SessionPath = "/session";

    public const string ReturnParameter = "to";

    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void MapLogin(this WebApplication app)
    {
        // The handlers check the forms' tokens, since a person needs a page when one has expired.
        var forms = app.MapGroup("").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        forms.MapGet(LoginPath, ShowLogin);
        forms.MapPost(LoginPath, LogInAsync);
        forms.MapGet(LogoutPath, () => new RazorComponentResult<LogoutPage>());
        forms.MapPost(LogoutPath, LogOutAsync);
        app.MapGet(SessionPath, () => TypedResults.NoContent()).ExcludeFromDescription();
    }

    /// <summary>Redirects a person who views a page to the login; other requests get a problem.</summary>
    public static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            // Relative to this host, which a proxy may not have forwarded.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
            return Task.CompletedTask;
        }

        return Problems.WriteAsync(
            context.HttpContext, ProblemType.KeyRequired, "A login or a key is required: Authorization: Bearer KEY.");
    }

    private static IResult ShowLogin(HttpContext context, string? to) =>
        IsLoggedIn(context) ? TypedResults.LocalRedirect(LocalOf(context, to)) : Page(context, to);

    private static async Task<IResult> LogInAsync(HttpContext context, ApiKeyRing keys, FailedAttempts attempts, IAntiforgery antiforgery)
    {
        var form = await ReadFormAsync(context);
        string? to = form[ReturnParameter];
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            // Another site could have sent this key. A form from before a login on another tab is not valid either.
            return IsLoggedIn(context)
                ? TypedResults.LocalRedirect(LocalOf(context, to))
                : Page(context, to, "This form has expired. Enter the key again.", StatusCodes.Status400BadRequest);
        }

        var client = context.Connection.RemoteIpAddress;
        if (attempts.WaitOf(client) is { } wait)
        {
            context.Response.Headers.RetryAfter = Problems.SecondsOf(wait);
            var problem = $"Too many wrong keys. Try again in {Problems.SecondsOf(wait)} s.";
            return Page(context, to, problem, StatusCodes.Status429TooManyRequests);
        }

        if (keys.Find(form["key"].ToString().Trim()) is not { } name)
        {
            attempts.Add(client);
            return Page(context, to, "Invalid key.", StatusCodes.Status401Unauthorized);
        }

        await context.SignInAsync(Scheme, BearerHandler.PrincipalOf(name, Scheme));
        return TypedResults.LocalRedirect(LocalOf(context, to));
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (IsLoggedIn(context) && !await antiforgery.IsRequestValidAsync(context))
        {
            // Show the page again, with a form of this session.
            return new RazorComponentResult<LogoutPage> { StatusCode = StatusCodes.Status400BadRequest };
        }

        await context.SignOutAsync(Scheme);
        return TypedResults.LocalRedirect(context.Request.PathBase + LoginPath);
    }

    private static bool IsLoggedIn(HttpContext context) => context.User.Identity is { IsAuthenticated: true };

    private static async Task<IFormCollection> ReadFormAsync(HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    private static RazorComponentResult<LoginPage> Page(
        HttpContext context, string? to, string? problem = null, int status = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(LoginPage.To)] = LocalOf(context, to),
            [nameof(LoginPage.Problem)] = problem,
        })
        {
            StatusCode = status,
        };

    /// <summary>Ensures that a login does not redirect to another site, nor to another application on this host.</summary>
    private static string LocalOf(HttpContext context, string? to) =>
        to is not null && to.StartsWith(context.Root(), StringComparison.Ordinal)
            && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal) && !to.Any(char.IsControl)
            ? to
            : context.Root();
}
