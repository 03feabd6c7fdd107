//! Chromium without a window, driven over the DevTools protocol.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::settings;
use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// The controls and pictures without a name.
const NAMELESS: &str = "
    [...document.querySelectorAll('button, input, select, canvas')].filter(control =>
        !(control.ariaLabel || control.textContent.trim() || control.labels?.length ||
          control.getAttribute('aria-labelledby'))).map(control => control.outerHTML).join()";

/// The texts with a contrast below 4.5.
const PALE: &str = "{
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const luminance = colour => parts(colour).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const background = element => {
        const colour = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
        return parts(colour)[3] === 0 ? background(element.parentElement) : colour;
    };
    const contrast = element => {
        const [a, b] = [getComputedStyle(element).color, background(element)].map(luminance);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    [...document.body.querySelectorAll(':not(script, :disabled, :disabled *)')]
        .filter(element => [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim()))
        .filter(element => contrast(element) < 4.5).map(element => element.outerHTML).join();
}";

/// A browser with one page. It is closed with the value.
pub struct Browser {
    process: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: Value,
    calls: u64,
    /// The browser's own files.
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium, which must be installed.
    pub fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut chromium = Command::new("chromium");
        chromium.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]);
        chromium.arg(format!("--user-data-dir={}", profile.path().display())).stderr(Stdio::piped());
        let mut process = chromium.spawn().expect("chromium is not installed");
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("DevTools listening on ").map(str::to_owned)).unwrap();
        // What else it writes must be read, or it waits.
        thread::spawn(|| lines.for_each(drop));
        let (socket, _) = tungstenite::connect(address).unwrap();
        let mut browser = Self { process, socket, session: Value::Null, calls: 0, _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}))["targetId"].take();
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        browser.session = attached["sessionId"].clone();
        browser
    }

    /// Calls a method of the protocol and waits for its result.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.calls += 1;
        let mut call = json!({"id": self.calls, "method": method, "params": params});
        if !self.session.is_null() {
            call["sessionId"] = self.session.clone();
        }
        self.socket.send(Message::text(call.to_string())).unwrap();
        loop {
            let message = self.socket.read().unwrap().into_text().unwrap();
            let mut answer: Value = serde_json::from_str(&message).unwrap();
            if answer["id"] == self.calls {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].take();
            }
        }
    }

    /// Opens a page and waits until it is loaded.
    pub fn open(&mut self, address: &str) {
        self.call("Page.navigate", json!({"url": address}));
        self.wait_for(&format!("document.readyState == 'complete' && location.href.startsWith('{address}')"));
    }

    /// The value of a JavaScript expression in the page.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let mut result = self.call("Runtime.evaluate", json!({"expression": expression, "returnByValue": true}));
        assert!(result["exceptionDetails"].is_null(), "{expression}: {result}");
        result["result"]["value"].take()
    }

    /// Waits until a JavaScript expression is true.
    #[track_caller]
    pub fn wait_for(&mut self, expression: &str) {
        let start = Instant::now();
        while self.evaluate(expression) != true {
            assert!(start.elapsed() < Duration::from_secs(20), "it does not become true: {expression}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Moves the mouse through points of the window, in CSS pixels, with the left button pressed.
    pub fn drag(&mut self, points: &[(f64, f64)]) {
        let (first, last) = (points[0], points[points.len() - 1]);
        let moved = points.iter().map(|point| ("mouseMoved", *point));
        for (kind, (x, y)) in [("mousePressed", first)].into_iter().chain(moved).chain([("mouseReleased", last)]) {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Touches points of the window with a finger, one after the other.
    pub fn swipe(&mut self, points: &[(f64, f64)]) {
        let touch = |point: &(f64, f64)| json!([{"x": point.0, "y": point.1}]);
        for (n, point) in points.iter().enumerate() {
            let kind = if n == 0 { "touchStart" } else { "touchMove" };
            self.call("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": touch(point)}));
        }
        self.call("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []}));
    }

    /// Presses a key, such as `ArrowDown`, together with Shift.
    pub fn press_with_shift(&mut self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            self.call("Input.dispatchKeyEvent", json!({"type": kind, "key": key, "modifiers": 8}));
        }
    }

    /// Every control has a name for screen readers, and every text a contrast of 4.5 to its background (WCAG 2, level
    /// AA), unless it is disabled.
    #[track_caller]
    pub fn assert_accessible(&mut self) {
        assert_eq!(self.evaluate(NAMELESS), "", "without a name");
        assert_eq!(self.evaluate(PALE), "", "too pale");
    }

    /// Gives the window a width, and the page a light or dark colour scheme.
    pub fn appear(&mut self, width: u32, scheme: &str) {
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600});
        self.call("Emulation.setDeviceMetricsOverride", size);
        self.call("Emulation.setScrollbarsHidden", json!({"hidden": true}));
        let scheme = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": scheme}));
    }

    /// Saves a picture of the whole page in the output folder of the crate, to be looked at.
    pub fn screenshot(&mut self, name: &str) {
        let shot = self.call("Page.captureScreenshot", json!({"captureBeyondViewport": true}));
        let folder = settings::workspace().join("output").join(env!("CARGO_PKG_NAME"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), STANDARD.decode(shot["data"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
