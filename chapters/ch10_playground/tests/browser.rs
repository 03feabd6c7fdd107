//! The pages in a real browser.

mod chromium;
mod running;

use chromium::Browser;
use running::start;

/// Opens page 1 and waits for the first answer.
fn open_digit(browser: &mut Browser) {
    let port = start(&datasets::folder().join("mnist"));
    browser.open(&format!("http://127.0.0.1:{port}/"));
    browser.wait_for("document.querySelectorAll('li').length == 30");
}

/// Draws lines through points of the drawing, which is 280 x 280, and waits for the answer.
fn draw(browser: &mut Browser, points: &[(f64, f64)]) {
    browser.evaluate("document.getElementById('drawing').scrollIntoView()");
    let left = browser.evaluate("drawing.getBoundingClientRect().left").as_f64().unwrap();
    let top = browser.evaluate("drawing.getBoundingClientRect().top").as_f64().unwrap();
    let scale = browser.evaluate("drawing.getBoundingClientRect().width / 280").as_f64().unwrap();
    let points: Vec<_> = points.iter().map(|(x, y)| (left + x * scale, top + y * scale)).collect();
    browser.drag(&points);
    browser.wait_for("!asking");
}

/// Points along a line from corner to corner, ten pixels apart or less.
fn along(corners: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let part = |i: usize, a: f64, b: f64| a + (b - a) * i as f64 / 20.0;
    let pairs = corners.windows(2);
    pairs.flat_map(|w| (0..=20).map(move |i| (part(i, w[0].0, w[1].0), part(i, w[0].1, w[1].1)))).collect()
}

const SEVEN: [(f64, f64); 3] = [(80.0, 60.0), (200.0, 60.0), (120.0, 230.0)];

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_a_seven_drawn_with_the_mouse_is_read_by_all_networks() {
    let mut browser = Browser::start();
    browser.appear(1280, "light");
    open_digit(&mut browser);
    draw(&mut browser, &along(&SEVEN));
    let winners = "[...document.querySelectorAll('li.winner b')].map(digit => digit.textContent).join()";
    assert_eq!(browser.evaluate(winners), "7,7,7");
    println!("{}", browser.evaluate("document.getElementById('time').textContent"));
    browser.evaluate("document.getElementById('clear').click()");
    browser.wait_for("document.querySelectorAll('li.winner').length == 0");
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_page_1_fits_its_window_and_all_its_controls_have_names() {
    let mut browser = Browser::start();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
        browser.appear(width, scheme);
        open_digit(&mut browser);
        draw(&mut browser, &along(&SEVEN));
        browser.evaluate("scrollTo(0, 0)");
        let content = browser.evaluate("document.documentElement.scrollWidth").as_u64().unwrap();
        assert!(content <= width.into(), "{content} pixels are wider than the window");
        browser.screenshot(&format!("digit_{width}_{scheme}.png"));
    }
    let nameless = "[...document.querySelectorAll('button, input, select, canvas')].filter(control =>
        !(control.ariaLabel || control.textContent.trim() || control.labels?.length ||
          control.getAttribute('aria-labelledby'))).map(control => control.outerHTML).join()";
    assert_eq!(browser.evaluate(nameless), "");
}
