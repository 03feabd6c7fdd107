//! The server: two pages, and what they ask for. It listens on the loopback interface only, reads no file by name, and
//! refuses what does not come from its own pages.

use std::convert::Infallible;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use common::weights::WeightsError;
use futures_util::{StreamExt, stream};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Semaphore, mpsc};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::{self, MissedTickBehavior};

use crate::digit::{Drawing, Reader, Reading, bytes, readers};
use crate::run::Run;
use crate::settings::Part;
use crate::test_images::{Choice, TestImage, TestImages};

/// Bytes that a request may have.
const MAX_BODY: usize = 256 << 10;
/// Connections served at once; others wait.
const MAX_CONNECTIONS: usize = 512;
/// Training runs at once.
const MAX_RUNS: usize = 4;
/// Time in which a client must have sent its request, and in which it is answered.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// Time from one picture of a training run to the next: 30 pictures a second.
const FRAME_TIME: Duration = Duration::from_millis(33);

/// What goes along with every response. The policy allows the script and the style inside the page, connections to this
/// server, and nothing else.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// What the requests share.
pub struct App {
    readers: Arc<Mutex<[Reader; 3]>>,
    test_images: Result<TestImages, String>,
    runs: Arc<Semaphore>,
}

impl App {
    /// Loads the networks, and the test images of MNIST if they are in `folder`.
    ///
    /// # Errors
    ///
    /// If the embedded weights are not those of the networks.
    pub fn new(folder: &Path) -> Result<Self, WeightsError> {
        Ok(Self {
            readers: Arc::new(Mutex::new(readers()?)),
            test_images: TestImages::load(folder),
            runs: Arc::new(Semaphore::new(MAX_RUNS)),
        })
    }
}

/// Why a request is refused: a status, and a sentence for the page to show.
type Refusal = (StatusCode, String);

/// Serves the pages on `listener`, for ever.
///
/// # Errors
///
/// If the address of `listener` cannot be found out.
pub async fn serve(listener: TcpListener, app: App) -> io::Result<()> {
    let router = router(listener.local_addr()?.port(), app);
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let place = connections.clone().acquire_owned().await;
        let Ok((connection, _)) = listener.accept().await else {
            // Too many open files, for instance: some are closed soon.
            time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(TIME_LIMIT);
            // An error ends this connection and concerns no other.
            http.serve_connection(TokioIo::new(connection), service).await.ok();
            drop(place);
        });
    }
}

fn router(port: u16, app: App) -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("../pages/digit.html"))))
        .route("/learn", get(async || Html(include_str!("../pages/learn.html"))))
        .route("/api/digit", post(digit))
        .route("/api/image", get(image))
        .route("/api/learn", get(learn))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(port, guard))
        .with_state(Arc::new(app))
}

/// Answers in time, and only to this server's own pages.
async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = if is_from_own_page(request.headers(), request.uri().path(), port) {
        let late = |_| (StatusCode::REQUEST_TIMEOUT, "the request took too long").into_response();
        time::timeout(TIME_LIMIT, next.run(request)).await.unwrap_or_else(late)
    } else {
        (StatusCode::FORBIDDEN, "only the pages of this server may ask").into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

/// Whether a request is addressed to this server by its own name, and was not caused by a page of another one. Without
/// the first check, a page could give its own domain the address 127.0.0.1 and read the answers (DNS rebinding).
fn is_from_own_page(headers: &HeaderMap, path: &str, port: u16) -> bool {
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let origins = hosts.each_ref().map(|host| format!("http://{host}"));
    // A link on another page may lead to a page here, but an image there may not start a training run.
    let cross_site = path.starts_with("/api/") && value("sec-fetch-site").is_some_and(|site| site != "same-origin");
    value("host").is_some_and(|host| hosts.iter().any(|own| own == host))
        && value("origin").is_none_or(|origin| origins.iter().any(|own| own == origin))
        && !cross_site
}

/// How the drawing becomes an image.
#[derive(Deserialize)]
struct Preparation {
    centring: bool,
}

/// What the page shows of a drawing.
#[derive(Serialize)]
struct Answer {
    /// The image that the networks read, row by row, from 0 to 255.
    image: Vec<u8>,
    networks: Vec<Reading>,
    /// Why there are no test images to start from.
    no_test_images: Option<String>,
    milliseconds: f64,
}

/// What the networks read in a drawing.
async fn digit(
    State(app): State<Arc<App>>,
    Query(Preparation { centring }): Query<Preparation>,
    body: Bytes,
) -> Result<Json<Answer>, Refusal> {
    let wrong = || (StatusCode::BAD_REQUEST, "a drawing is 280 x 280 bytes".into());
    let drawing = Drawing::new(&body).ok_or_else(wrong)?;
    let mut readers = app.readers.clone().lock_owned().await;
    let read = move || {
        let start = Instant::now();
        let image = drawing.image(centring);
        let networks = readers.iter_mut().map(|reader| reader.read(&image)).collect();
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        Answer { image: bytes(&image), networks, no_test_images: app.test_images.as_ref().err().cloned(), milliseconds }
    };
    spawn_blocking(read).await.map(Json).map_err(failed)
}

/// A test image to start from.
async fn image(State(app): State<Arc<App>>, Query(choice): Query<Choice>) -> Result<Json<TestImage>, Refusal> {
    let readers = app.readers.clone().lock_owned().await;
    let pick = move || app.test_images.as_ref().map_err(String::clone)?.pick(choice, &readers);
    let picked = spawn_blocking(pick).await.map_err(failed)?;
    picked.map(Json).map_err(|sentence| (StatusCode::NOT_FOUND, sentence))
}

fn failed(_: JoinError) -> Refusal {
    (StatusCode::INTERNAL_SERVER_ERROR, "the computation failed".into())
}

/// A part of a training run as server-sent events. The run ends when its connection is dropped, or when the page has not
/// taken a frame for [`TIME_LIMIT`].
async fn learn(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let part = Part::parse(&query.unwrap_or_default()).map_err(|sentence| (StatusCode::BAD_REQUEST, sentence))?;
    let busy = |_| (StatusCode::SERVICE_UNAVAILABLE, format!("{MAX_RUNS} training runs are going on already"));
    let place = app.runs.clone().try_acquire_owned().map_err(busy)?;
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        send(Run::new(part), sender).await;
        drop(place);
    });
    let events = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    Ok(Sse::new(events.map(Ok::<_, Infallible>)).into_response())
}

/// Sends the events of `run`, frames at the pace of [`FRAME_TIME`], until it is over or nobody takes them.
async fn send(mut run: Run, sender: mpsc::Sender<Event>) {
    let mut clock = time::interval(FRAME_TIME);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // Frames are computed beside this thread, which answers all requests.
    while let Ok((Some((name, data)), rest)) = spawn_blocking(move || (run.next(), run)).await {
        let event = Event::default().event(name).data(data.to_string());
        if sender.send_timeout(event, TIME_LIMIT).await.is_err() {
            return;
        }
        run = rest;
        if name == "frame" {
            clock.tick().await;
        }
    }
}
